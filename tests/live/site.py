"""The served site for tests of sockets: the server it is served with, on the database of the tests."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.test import Client

from intranet.accounts.models import User
from tests import services

ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "intranet.config.settings.test", "PARVIS_LOG_LEVEL": "CRITICAL"}


@dataclass
class Site:
    """Processes that serve the site, and the session of each person by username."""

    ports: list[int]
    environment: dict[str, str]
    sessions: dict[str, str] = field(default_factory=dict)

    def sign_in(self, *people: User) -> None:
        for person in people:
            client = Client()
            client.force_login(person)
            self.sessions[person.username] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def run(self, code: str) -> None:
        """Run ``code`` in a process of its own, as the worker would."""
        command = [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"]
        done = subprocess.run(command, cwd=services.ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def served() -> Iterator[Site]:
    """Serve the site as ``manage.py serve`` does: one process on SQLite, two side by side where there is Redis."""
    name = connection.settings_dict["NAME"]
    url = os.environ.get("DATABASE_URL", "")
    url = f"{url.rpartition('/')[0]}/{name}" if connection.vendor == "postgresql" else f"sqlite:///{name}"
    environment = {**os.environ, **ENVIRONMENT, "DATABASE_URL": url}
    with contextlib.ExitStack() as stack:
        processes = 2 if os.environ.get("REDIS_URL") else 1
        yield Site([stack.enter_context(_server(environment)) for _n in range(processes)], environment)


@contextlib.contextmanager
def _server(environment: dict[str, str]) -> Iterator[int]:
    port = services.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--port", str(port), "--http", "1"]
    command += ["--log-level", "error", "intranet.config.asgi:application"]
    server = subprocess.Popen(command, cwd=services.ROOT, env=environment)
    with services.stopped_at_the_end(server):
        services.wait_for(port, server, "the site")
        time.sleep(0.2)
        yield port
