"""``make run``, as a person meets it: it comes up, says where, and leaves nothing behind."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import database
from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def var(django_db_setup: None) -> Path:
    """The folder of a site with the migrated database that all tests begin with; the first start prepares the rest."""
    folder = Path(os.environ["PARVIS_TEST_VAR"]) / "served"
    database.copy_to(folder / "parvis.sqlite3")
    return folder


def environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "PARVIS_VAR": str(var), "PARVIS_DEMO": "0", "DJANGO_SETTINGS_MODULE": "intranet.config.settings"}


@contextmanager
def started(command: list[str], var: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for_address(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if "Parvis is at http://127.0.0.1:" in line:
            return
    raise AssertionError("it ended before it said where it is")


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [pid for child in children for pid in descendants(child)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_make_run_in_a_terminal_serves_refuses_too_much_and_ends_well_on_ctrl_c(var: Path) -> None:
    if not (ROOT / ".venv" / "bin" / "python").exists():
        pytest.fail("make run needs .venv: run make install", pytrace=False)
    port = free_port()
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execvpe("make", ["make", "run", f"PORT={port}"], environment(var))  # noqa: S606  (make, found where the machine has it)
    seen = b""
    while b"Parvis is at" not in seen:
        seen += os.read(terminal, 4096)
    try:
        processes = descendants(pid)
        assert len(processes) >= 4  # manage.py, the web server and its worker, the worker
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz").status == 200
        assert_fifty_megabytes_are_refused_in_words(port)
        assert_a_path_that_is_no_text_is_no_failure(port)
    finally:
        os.write(terminal, b"\x03")
        try:
            while piece := os.read(terminal, 4096):
                seen += piece
        except OSError:
            pass  # the terminal is closed: everything in it has ended
        _, status = os.waitpid(pid, 0)
    assert b"Stopped." in seen
    assert os.waitstatus_to_exitcode(status) == 0, seen.decode(errors="replace")
    assert not any(alive(pid) for pid in processes)


def assert_fifty_megabytes_are_refused_in_words(port: int) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/accounts/login/", data=b"x" * 50 * 1024 * 1024)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 413
    assert b"<html" in refused.value.read()


def assert_a_path_that_is_no_text_is_no_failure(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"GET /%ff%fe/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        status = int(client.recv(4096).split(b" ")[1])
    assert status in {302, 400, 404}


# ``serve``, and the supervisor that it starts, above a web server that serves one word and a worker that only waits: what
# the site's own processes do is judged above.
LIGHT = """
import sys
from intranet.config.supervisor import Supervisor, wait_until_it_answers

class Light(Supervisor):
    def __init__(self, **address):
        super().__init__(**address)
        self.commands["web server"][-1] = "tests.platform.one_word:application"
        self.commands["worker"] = [sys.executable, "-c", "import time; time.sleep(600)", "worker"]

port = sys.argv[1]
"""
SERVE = """
import django
from django.core.management import execute_from_command_line

django.setup()
from intranet.config.management.commands import serve

serve.Supervisor = Light
execute_from_command_line(["manage.py", "serve", "--port", port])
"""
SUPERVISE = """
supervisor = Light(host="127.0.0.1", port=int(port))
with supervisor:
    if wait_until_it_answers("127.0.0.1", int(port), supervisor.is_running):
        print("Parvis is at http://127.0.0.1:", port)
    supervisor.wait()
"""


def test_a_process_that_ends_by_itself_takes_the_other_along_and_is_named(var: Path) -> None:
    with started([sys.executable, "-u", "-c", LIGHT + SERVE, str(free_port())], var) as process:
        wait_for_address(process)
        commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in descendants(process.pid)}
        worker = next(pid for pid, command in commands.items() if b"worker" in command.split(b"\0"))
        os.kill(worker, signal.SIGKILL)
        output, _ = process.communicate(timeout=20)
        assert process.returncode == 1
        assert "The worker ended by itself" in output
        assert not any(alive(pid) for pid in commands)


def test_a_supervisor_that_is_killed_leaves_no_orphan(var: Path) -> None:
    with started([sys.executable, "-u", "-c", LIGHT + SUPERVISE, str(free_port())], var) as process:
        wait_for_address(process)
        processes = descendants(process.pid)
        assert len(processes) >= 3
        process.kill()
        process.wait()
        deadline = time.monotonic() + 15
        while any(alive(pid) for pid in processes) and time.monotonic() < deadline:
            time.sleep(0.1)
        orphans = [pid for pid in processes if alive(pid)]
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
        assert orphans == []


# What ``manage.py`` does with each of these lines, one after the other in one process, which loads the site once.
ONE_BY_ONE = """
import contextlib, io, json, sys
import django
from django.core.management import execute_from_command_line

django.setup()
ended = []
for arguments in json.loads(sys.argv[1]):
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        try:
            execute_from_command_line(["manage.py", *arguments])
            code = 0
        except SystemExit as end:
            code = end.code
    ended.append([code, said.getvalue()])
print(json.dumps(ended))
"""


def manage(var: Path, *lines: list[str], **settings: str) -> list[list[Any]]:
    """Return (exit code, what it said on standard error) of each line."""
    command = [sys.executable, "-c", ONE_BY_ONE, json.dumps(lines)]
    surroundings = {**environment(var), **settings}
    ended: list[list[Any]] = json.loads(subprocess.check_output(command, cwd=ROOT, env=surroundings, timeout=60))
    return ended


def test_what_cannot_be_served_is_refused_in_clear_words(var: Path) -> None:
    """A port that is taken; the people of the demo, where others reach the site."""
    someone = "from intranet.accounts.models import User; from intranet.demo.company import DOMAIN; "
    someone += "User.objects.get_or_create(username='left', defaults={'email': f'left@{DOMAIN}'})"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        taken, made, *refused = manage(
            var,
            ["serve", "--port", str(port)],
            ["shell", "-v", "0", "-c", someone],
            ["prepare"],
            ["serve", "--port", str(free_port())],
            ALLOWED_HOSTS="intranet.example.com,127.0.0.1",
        )
    assert taken[0] == 1
    assert taken[1].strip().splitlines() == [
        f"CommandError: Cannot listen on 127.0.0.1:{port}: address already in use. Choose another port: make run PORT={port + 1}"
    ]
    assert made == [0, ""]
    for code, said in refused:
        assert code == 1
        assert "parvis.E030" in said
