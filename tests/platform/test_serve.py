"""``make run``, as a person meets it: it comes up, says where, and leaves nothing behind."""

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

import pytest

from tests import database
from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def var(django_db_setup: None) -> Path:
    """The folder of a site that was prepared once, from the migrated database with which all tests begin."""
    folder = Path(os.environ["PARVIS_TEST_VAR"]) / "served"
    database.copy_to(folder / "parvis.sqlite3")
    subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment(folder), check=True, capture_output=True
    )
    return folder


def environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "PARVIS_VAR": str(var), "PARVIS_DEMO": "0"}


@contextmanager
def served(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
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


def test_the_site_comes_up_serves_refuses_too_much_and_stops_without_a_trace(var: Path) -> None:
    port = free_port()
    with served(var, port) as process:
        wait_for_address(process)
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz").status == 200
        assert_fifty_megabytes_are_refused_in_words(port)
        assert_a_path_that_is_no_text_is_no_failure(port)
        processes = descendants(process.pid)
        assert len(processes) >= 2
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
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


def test_a_process_that_ends_by_itself_takes_the_other_along_and_is_named(var: Path) -> None:
    with served(var, free_port()) as process:
        wait_for_address(process)
        commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in descendants(process.pid)}
        worker = next(pid for pid, command in commands.items() if b"worker" in command.split(b"\0"))
        os.kill(worker, signal.SIGKILL)
        output, _ = process.communicate(timeout=20)
        assert process.returncode == 1
        assert "The worker ended by itself" in output
        assert not any(alive(pid) for pid in commands)


def test_a_supervisor_that_is_killed_leaves_no_orphan(var: Path) -> None:
    with served(var, free_port()) as process:
        wait_for_address(process)
        processes = descendants(process.pid)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 15
        while any(alive(pid) for pid in processes) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not any(alive(pid) for pid in processes)


def test_a_port_that_is_taken_is_one_clear_line(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        result = subprocess.run(
            command, cwd=ROOT, env=environment(var), capture_output=True, text=True, check=False, timeout=60
        )
    assert result.returncode == 1
    assert result.stderr.strip().splitlines() == [
        f"CommandError: Cannot listen on 127.0.0.1:{port}: address already in use. Choose another port: make run PORT={port + 1}"
    ]


@pytest.mark.parametrize("command", ["prepare", "serve"])
def test_a_site_that_others_reach_does_not_start_with_the_people_of_the_demo(var: Path, command: str) -> None:
    someone = "from intranet.accounts.models import User; from intranet.demo.company import DOMAIN; "
    someone += "User.objects.get_or_create(username='left', defaults={'email': f'left@{DOMAIN}'})"
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "shell", "-v", "0", "-c", someone], cwd=ROOT, env=environment(var), check=True)
    port = ["--port", str(free_port())] if command == "serve" else []
    opened = {**environment(var), "ALLOWED_HOSTS": "intranet.example.com,127.0.0.1"}
    tried = subprocess.run(
        [*manage, command, *port], cwd=ROOT, env=opened, capture_output=True, text=True, timeout=60, check=False
    )
    assert tried.returncode != 0
    assert "parvis.E030" in tried.stderr


def test_make_run_in_a_terminal_ends_well_on_ctrl_c(var: Path) -> None:
    if not (ROOT / ".venv" / "bin" / "python").exists():
        pytest.fail("make run needs .venv: run make install", pytrace=False)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execvpe("make", ["make", "run", f"PORT={free_port()}"], environment(var))  # noqa: S606  (make, found where the machine has it)
    seen = b""
    while b"Parvis is at" not in seen:
        seen += os.read(terminal, 4096)
    os.write(terminal, b"\x03")
    try:
        while piece := os.read(terminal, 4096):
            seen += piece
    except OSError:
        pass  # the terminal is closed: everything in it has ended
    _, status = os.waitpid(pid, 0)
    assert b"Stopped." in seen
    assert os.waitstatus_to_exitcode(status) == 0, seen.decode(errors="replace")
