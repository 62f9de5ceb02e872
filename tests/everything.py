"""``make test``: all the tests, on both settings and in a browser. Fails when anything fails or could not be run.

Three runs: the embedded setting (SQLite), the grown one (PostgreSQL and Redis, with the tests of real concurrency and
without those that ``tests/conftest.py`` lists as the same on any), and the browser. Arguments are passed on to pytest: ``python -m tests.everything -k ideas``.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

from tests import services

Run = tuple[str, str, dict[str, str]]


def pytest(marks: str, environment: dict[str, str], extra: list[str]) -> tuple[int, str]:
    """Run pytest and show its output as it comes; return its exit code and its closing line."""
    workers = str(min(4, os.cpu_count() or 2))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        workers,
        "--dist",
        "load",
        "--timeout",
        "180",
        "--durations",
        "12",
        "-m",
        marks,
        *extra,
    ]
    process = subprocess.Popen(
        command, cwd=services.ROOT, env=surroundings(environment), stdout=subprocess.PIPE, text=True, errors="replace"
    )
    closing = ""
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        closing = line.strip() or closing
    return process.wait(), closing


def surroundings(environment: dict[str, str]) -> dict[str, str]:
    ours = {"DATABASE_URL", "REDIS_URL", "PARVIS_DEMO"}
    return {**{name: value for name, value in os.environ.items() if name not in ours}, **environment}


def make_templates(*environments: dict[str, str]) -> None:
    """Migrate the database of each setting, side by side. What fails here fails again, and is told, in the run."""
    making = []
    for environment in environments:
        settings = {"DJANGO_SETTINGS_MODULE": "intranet.config.settings.test", **environment}
        command = [sys.executable, "-m", "tests.database"]
        making.append(subprocess.Popen(command, cwd=services.ROOT, env=surroundings(settings)))
    for process in making:
        process.wait()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the services are stopped then too
    services.install_missing()
    extra = sys.argv[1:]
    started = time.monotonic()
    with ExitStack() as stack:
        grown = {
            "DATABASE_URL": stack.enter_context(services.postgresql()),
            "REDIS_URL": stack.enter_context(services.redis()),
        }
        runs: list[Run] = [
            ("embedded: SQLite", "not browser and not postgresql", {}),
            ("grown: PostgreSQL and Redis", "not browser and not once", grown),
            ("browser: Chromium", "browser", {}),
        ]
        make_templates({}, grown)
        results = []
        for name, marks, environment in runs:
            print(f"\n=== {name} ===", flush=True)
            results.append((name, *pytest(marks, environment, extra)))
    print(f"\n=== {time.monotonic() - started:.0f} s ===")
    for name, _code, closing in results:
        print(f"{name}: {closing}")
    # 5 is "no test matched": right only when the caller asked for some tests by name.
    return int(any(code not in ({0, 5} if extra else {0}) for _name, code, _closing in results))


if __name__ == "__main__":
    sys.exit(main())
