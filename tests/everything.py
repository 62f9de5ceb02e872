"""``make test``: all the tests, on both settings and in a browser. Fails when anything fails or could not be run.

Three runs: the embedded setting (SQLite), the grown one (PostgreSQL and Redis), and the browser, which waits much and so
runs beside the two others; what it said is shown when it has ended. ``tests/placing.py`` says which tests run on one
setting only, and why; each run tells how many. Arguments are passed on to pytest: ``python -m tests.everything -k ideas``.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests import services

WORKERS = min(4, os.cpu_count() or 2)


EMBEDDED = "not browser and not postgresql and not grown"
GROWN = "not browser and not once"
BROWSER = "browser"
# Plugins that take long to load, and the run that uses them.
PLUGINS = {"playwright": BROWSER, "schemathesis": GROWN}


def command(marks: str, workers: int, extra: list[str]) -> list[str]:
    options = ["-q", "-n", str(workers), "--dist", "load", "--timeout", "180", "--durations", "12"]
    unused = [word for name, run in PLUGINS.items() if run != marks for word in ("-p", f"no:{name}")]
    return [sys.executable, "-m", "pytest", *options, *unused, "-m", marks, *extra]


def pytest(marks: str, environment: dict[str, str], extra: list[str]) -> tuple[int, str]:
    """Run pytest and show its output as it comes; return its exit code and its closing line."""
    # Beside a server, one process more than processors: each waits while the server works for it.
    process = subprocess.Popen(
        command(marks, WORKERS + bool(environment), extra),
        cwd=services.ROOT,
        env=surroundings(environment),
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    closing = ""
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        closing = line.strip() or closing
    return process.wait(), closing


class Beside:
    """A run of pytest in the background, with half of the workers; ``end`` waits for it and shows what it said."""

    def __init__(self, marks: str, extra: list[str], stack: ExitStack) -> None:
        self.said = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "said"
        arguments = command(marks, max(1, WORKERS // 2), extra)
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                arguments, cwd=services.ROOT, env=surroundings({}), stdout=said, stderr=subprocess.STDOUT
            )
        stack.enter_context(services.stopped_at_the_end(self.process))

    def end(self) -> tuple[int, str]:
        code = self.process.wait()
        said = self.said.read_text(errors="replace")
        print(said, end="", flush=True)
        return code, next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")


def surroundings(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment of a run: nothing of a site's own; and what is compiled is kept for the next process."""
    ours = {"DATABASE_URL", "REDIS_URL", "PARVIS_DEMO", "PYTHONDONTWRITEBYTECODE"}
    return {**{name: value for name, value in os.environ.items() if name not in ours}, **environment}


def make_templates(*environments: dict[str, str]) -> None:
    """Migrate the database of each setting, side by side. What fails here fails again, and is told, in the run."""
    making = []
    for environment in environments:
        settings = {"DJANGO_SETTINGS_MODULE": "intranet.config.settings.test", **environment}
        make = [sys.executable, "-m", "tests.database"]
        making.append(subprocess.Popen(make, cwd=services.ROOT, env=surroundings(settings)))
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
        make_templates({}, grown)
        browser = Beside(BROWSER, extra, stack)
        results = []
        for name, marks, environment in (
            ("embedded: SQLite", EMBEDDED, {}),
            ("grown: PostgreSQL and Redis", GROWN, grown),
        ):
            print(f"\n=== {name} ===", flush=True)
            results.append((name, *pytest(marks, environment, extra)))
        print("\n=== browser: Chromium ===", flush=True)
        results.append(("browser: Chromium", *browser.end()))
    print(f"\n=== {time.monotonic() - started:.0f} s ===")
    for name, _code, closing in results:
        print(f"{name}: {closing}")
    # 5 is "no test matched": right only when the caller asked for some tests by name.
    return int(any(code not in ({0, 5} if extra else {0}) for _name, code, _closing in results))


if __name__ == "__main__":
    sys.exit(main())
