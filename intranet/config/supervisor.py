"""One machine, two processes: the web server and the worker live and die together."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.2  # seconds
GRACE = 10.0  # seconds that a process has to finish what it is doing


def port_is_free(host: str, port: int) -> str:
    """Return why ``host:port`` cannot be listened on, or an empty string."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except (OSError, OverflowError) as error:
        return (getattr(error, "strerror", None) or str(error)).lower()
    return ""


def wait_until_it_answers(host: str, port: int, is_running: Callable[[], bool]) -> bool:
    """Wait until the site answers on ``/healthz`` (whatever it says); false if it stopped before."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  (compared, not listened on)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while is_running():
        try:
            opener.open(f"http://{name}:{port}/healthz", timeout=2).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def die_with_parent() -> None:
    """Run in a new child: have the kernel stop it if the supervisor is killed without a chance to say so (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def foreground() -> Iterator[None]:
    """Be alone in front of the terminal, if there is one, so that Ctrl-C reaches us and not the ``make`` that started us.

    Otherwise make would report an interruption and exit with an error, when the person just stopped the site.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
        front = os.tcgetpgrp(terminal)
    except OSError:
        yield
        return
    if front != os.getpgrp() or front == os.getpid():
        os.close(terminal)
        yield
        return
    handler = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # changing the front from behind is what we do
    try:
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpgrp())
        yield
    finally:
        with contextlib.suppress(OSError):
            os.tcsetpgrp(terminal, front)
        signal.signal(signal.SIGTTOU, handler)
        os.close(terminal)


class Supervisor:
    """Starts both processes on entry and stops both on exit; ``wait`` returns when one ended or a signal came.

    Each child has a session of its own: Ctrl-C in a terminal reaches the supervisor alone, which then stops
    them in order. A child that ends by itself is not started again in silence: the other is stopped too and the
    reason is said, so that whatever watches this process (systemd, a person) knows.
    """

    def __init__(self, *, host: str, port: int, reload: bool = False) -> None:
        web = [sys.executable, "-m", "granian", "--interface", "asginl", "--host", host, "--port", str(port)]
        web += ["--workers", "1", "--http", "1", "--log-level", "error", "--workers-kill-timeout", "5"]
        work = [sys.executable, "manage.py", "worker"]
        if reload:
            web += ["--reload", "--reload-paths", "intranet", "--reload-paths", "knowledge", "--reload-paths", "ideas"]
            work += ["--reload"]
        self.commands = {"web server": [*web, "intranet.config.asgi:application"], "worker": work}
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        # A plain flag: a threading.Event set by a signal handler deadlocks when the signal comes inside its own wait.
        self.asked_to_stop = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for name, command in self.commands.items():
            self.children[name] = subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)  # noqa: S603  (our own commands)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            # What it left behind in its session goes too (the server's own children).
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def is_running(self) -> bool:
        return not self.asked_to_stop and all(child.poll() is None for child in self.children.values())

    def wait(self) -> str:
        """Return an empty string when asked to stop, or why the site cannot go on."""
        while not self.asked_to_stop:
            time.sleep(LOOK_EVERY)
            for name, child in self.children.items():
                if child.poll() is not None and not self.asked_to_stop:
                    return f"The {name} ended by itself (code {child.returncode}); its last lines are above. The site is stopped."
        return ""
