"""A PostgreSQL and a Redis of our own for the tests: on free ports, in a folder of their own, gone at the end.

Nothing of the machine's own services is touched. PostgreSQL refuses to run as root, so then it runs as ``postgres``.
"""

import ctypes.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {
    "initdb": "postgresql",
    "redis-server": "redis-server",
    "msgfmt": "gettext",
}
# The first of these that is there. The shell is the same Chromium without windows: half of the processor's time.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium")

# Libraries of the system that PDF files are drawn with.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


def find(program: str) -> str | None:
    """Return the path of ``program``; Debian keeps those of PostgreSQL out of the PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return shutil.which(program) or (str(beside[-1]) if beside else None)


def missing() -> list[str]:
    packages = [package for program, package in PACKAGES.items() if find(program) is None]
    if not any(find(browser) for browser in BROWSERS):
        packages.append("chromium")
    return packages + [package for name, package in LIBRARIES.items() if ctypes.util.find_library(name) is None]


def install_missing() -> None:
    """Install what the tests need (root on Debian), or say the one command to run and exit.

    The shell of Chromium is asked for too, and done without where it cannot be had.
    """
    if os.geteuid() == 0 and shutil.which("apt-get") and (missing() or find(SHELL) is None):
        print(f"Installing {', '.join([SHELL, *missing()])}…", flush=True)
        apt("update", "-q")
        if find(SHELL) is None:
            apt("install", "-y", "--no-install-recommends", SHELL)
        if packages := missing():
            apt("install", "-y", "--no-install-recommends", *packages)
    if packages := missing():
        install = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
        sys.exit(f"The tests need {', '.join(packages)}. Run:\n    sudo apt-get update && sudo {install}")


def apt(*words: str) -> None:
    """Run ``apt-get``; a server that does not answer is not waited for."""
    command = ["apt-get", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15", *words]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def browser() -> str:
    return next((path for name in BROWSERS if (path := find(name))), None) or program("chromium")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], what: str) -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise RuntimeError(f"{what} did not start (code {process.returncode})")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{what} does not listen")


def program(name: str) -> str:
    path = find(name)
    if path is None:
        raise RuntimeError(f"{name} is missing: run make test, which installs it or says how")
    return path


@contextmanager
def stopped_at_the_end(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def folder() -> Iterator[Path]:
    """A folder under ``var/test-services``, or under the system's when ``postgres`` may not enter ours."""
    parent = ROOT / "var" / "test-services"
    parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        entered = subprocess.run([*as_postgres(), "test", "-x", str(parent)], check=False)
        parent = parent if entered.returncode == 0 else Path(tempfile.gettempdir())
    with tempfile.TemporaryDirectory(dir=parent, prefix="parvis-", ignore_cleanup_errors=True) as path:
        os.chmod(path, 0o755)
        yield Path(path)


def as_postgres() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a throw-away PostgreSQL; yields its ``DATABASE_URL``."""
    port = free_port()
    with folder() as place, ExitStack() as stack:
        data = place / "postgresql"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, "postgres", "postgres")
        initdb = [program("initdb"), "-D", str(data), "-U", "parvis", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([*as_postgres(), *initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd="/")
        options = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "shared_buffers=128MB"]
        options += ["unix_socket_directories=", "listen_addresses=127.0.0.1", "max_connections=200"]
        options += ["autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "checkpoint_timeout=1d"]
        command = [program("postgres"), "-D", str(data), "-p", str(port)]
        command += [part for option in options for part in ("-c", option)]
        log = stack.enter_context((place / "postgresql.log").open("wb"))
        server = subprocess.Popen([*as_postgres(), *command], stdout=log, stderr=log, cwd="/", start_new_session=True)
        stack.enter_context(stopped_at_the_end(server))
        wait_for(port, server, "PostgreSQL")
        yield f"postgres://parvis@127.0.0.1:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    """Run a throw-away Redis; yields its ``REDIS_URL``."""
    port = free_port()
    with folder() as place:
        command = [
            program("redis-server"),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(place),
        ]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        with stopped_at_the_end(server):
            wait_for(port, server, "Redis")
            yield f"redis://127.0.0.1:{port}/0"
