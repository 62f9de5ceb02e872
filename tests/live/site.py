"""A real site for tests of sockets: its own database, the server it is served with, people signed in by session."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

SIGN_IN = """
import json, sys, uuid
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from tests.factories.people import make_user
from tests.factories.discussions import make_room, make_thread
people = {}
for name in json.loads(%r):
    user = make_user(username=name, display_name=name.title())
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    people[name] = {"id": user.pk, "session": session.session_key}
thread = make_thread(user, room=make_room())
print("READY" + json.dumps({"people": people, "thread": thread.pk, "discussion": thread.discussion_id}))
"""


@dataclass
class Site:
    """A running site. ``people`` are {name: {"id", "session"}}; ``thread`` and ``discussion`` are ids of a first thread."""

    port: int
    environment: dict[str, str]
    people: dict[str, dict[str, Any]]
    thread: int
    discussion: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, code: str) -> str:
        """Run ``code`` in a process of its own against the site's database, as the worker would."""
        return _python(code, self.environment)


@contextlib.contextmanager
def running_site(place: Path, names: list[str], **environment: str) -> Iterator[Site]:
    """Make a site under ``place`` with people called ``names`` and serve it as ``manage.py serve`` does."""
    port = _free_port()
    env = {
        **os.environ,
        "PARVIS_VAR": str(place),
        "DATABASE_URL": f"sqlite:///{place}/site.sqlite3",
        "REDIS_URL": "",
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "PARVIS_POSTS_PER_MINUTE": "100000",
        "PARVIS_LOG_LEVEL": "ERROR",
        "PARVIS_LANGUAGE": "en",
        "DJANGO_SETTINGS_MODULE": "intranet.config.settings",
        "DEBUG": "0",
        **environment,
    }
    for command in ("migrate", "collectstatic"):
        subprocess.run([sys.executable, "manage.py", command, "-v0", "--no-input"], cwd=ROOT, env=env, check=True)
    made = json.loads(_python(SIGN_IN % json.dumps(names), env).rpartition("READY")[2])
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--http", "1", "--log-level", "error", "intranet.config.asgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        _wait_for(port, server)
        yield Site(port=port, environment=env, **made)
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _python(code: str, env: dict[str, str]) -> str:
    setup = "import django\ndjango.setup()\n"
    done = subprocess.run([sys.executable, "-c", setup + code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _time in range(300):
        assert server.poll() is None, "the server stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")
