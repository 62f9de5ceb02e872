"""A site with the demo company at volume, served as `make run` serves it, for measuring."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Site:
    """A served site: its port, its web process, and sessions by username."""

    port: int
    pid: int
    environment: dict[str, str]
    _cookies: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cookie(self, username: str = "elise", password: str = "parvis-demo") -> str:  # noqa: S107 (the demo's public password)
        """Return a session of ``username`` as a Cookie header, signed in once through the sign-in page."""
        if username not in self._cookies:
            connection = http.client.HTTPConnection("127.0.0.1", self.port)
            connection.request("GET", "/accounts/login/")
            response = connection.getresponse()
            page = response.read().decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            jar = _cookies(response)
            body = urllib.parse.urlencode(
                {"login": username, "password": password, "csrfmiddlewaretoken": token.group(1) if token else ""}
            )
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": jar, "Referer": self.base}
            connection.request("POST", "/accounts/login/", body, headers)
            response = connection.getresponse()
            response.read()
            if response.status != 302:
                raise RuntimeError(f"{username} could not sign in: {response.status}")
            self._cookies[username] = f"{jar}; {_cookies(response)}"
        return self._cookies[username]

    def cpu_seconds(self) -> float:
        """Return the processor time that the web server and its children have used."""
        return sum(_cpu(pid) for pid in [self.pid, *_children(self.pid)])

    def resident_megabytes(self) -> float:
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in [self.pid, *_children(self.pid)])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def query(self, code: str) -> str:
        """Run Python inside the site's settings and return what it prints."""
        script = f"import django; django.setup()\n{code}"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "intranet.config.settings"}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return run.stdout.strip()


@contextmanager
def served(*, scale: int, worker: bool = False, **variables: str) -> Iterator[Site]:
    """Serve the demo at ``scale``; what was prepared under ``var/benchmarks`` is used again the next time.

    ``variables`` are added to the environment of the site.
    """
    folder = ROOT / "var" / "benchmarks" / f"scale-{scale}"
    demo = {"PARVIS_VAR": str(folder), "PARVIS_DEMO": "1", "PARVIS_LOG_LEVEL": "ERROR"}
    environment = {**os.environ, **demo, **variables}
    folder.mkdir(parents=True, exist_ok=True)
    for command in (["migrate"], ["collectstatic", "--noinput"]):  # the code may have changed since
        _manage([*command, "--verbosity", "0"], environment)
    if not (folder / "ready").exists():
        print(f"preparing the demo company at scale {scale}…", file=sys.stderr)
        for command in (["create_demo"], ["create_demo", "--scale", str(scale)], ["rebuild_search"]):
            _manage(command, environment)
        (folder / "ready").touch()
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asginl",
        "--port",
        str(port),
        "--workers",
        "1",
        "--log-level",
        "error",
    ]
    web = subprocess.Popen([*command, "intranet.config.asgi:application"], cwd=ROOT, env=environment)
    busy = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=environment) if worker else None
    try:
        wait_for(port)
        yield Site(port, web.pid, environment)
    finally:
        for process in filter(None, (busy, web)):
            process.terminate()
            process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, path: str = "/healthz") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


def _manage(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr)


def _cookies(response: http.client.HTTPResponse) -> str:
    return "; ".join(value.partition(";")[0] for name, value in response.getheaders() if name.lower() == "set-cookie")


def _children(pid: int) -> list[int]:
    try:
        direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return [descendant for child in direct for descendant in [child, *_children(child)]]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
