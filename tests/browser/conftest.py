"""A real browser against the real site: Debian's Chromium, the ASGI application under its server, and its worker.

The served site reads the database file of the tests, so what a test writes with factories is there at once. Tests here
are marked ``browser`` by their folder. ``open_as(user)`` gives a page of somebody signed in.
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from intranet.accounts.models import User
from tests import services

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
# Playwright runs an event loop in the thread of the test; our queries there are still synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    arguments = [*quiet, "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": services.program("chromium"), "args": arguments}


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """Serve the site with its worker for the whole run; yields its address."""
    assert settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), "the browser tests run on SQLite"
    port = services.free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "intranet.config.settings.test",
        "DATABASE_URL": f"sqlite:///{settings.DATABASES['default']['NAME']}",
        "PARVIS_BASE_URL": f"http://127.0.0.1:{port}",
        "PARVIS_LOG_LEVEL": "ERROR",
    }
    web = [sys.executable, "-m", "granian", "--interface", "asginl", "--port", str(port), "--http", "1"]
    commands = [
        [*web, "--log-level", "error", "intranet.config.asgi:application"],
        [sys.executable, "manage.py", "worker"],
    ]
    processes = [subprocess.Popen(command, cwd=ROOT, env=environment) for command in commands]
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(url, processes)
        yield url
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def wait_until_it_answers(url: str, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert all(process.poll() is None for process in processes), "the served site ended by itself"
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the served site does not answer")


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """So that ``page.goto("/knowledge/")`` finds the site."""
    return site


@pytest.fixture
def page(page: Page, transactional_db: None) -> Iterator[Page]:
    """A page of nobody in particular. A script that fails fails the test, and so does a breach of the content policy."""
    with no_script_errors(page):
        yield page


@contextmanager
def no_script_errors(page: Page) -> Iterator[None]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield
    assert errors == []


def sign_in(context: BrowserContext, user: User, site: str) -> None:
    """Sign ``user`` in to every page of ``context``, without passing by the sign-in page."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


@pytest.fixture
def open_as(browser: Browser, site: str, transactional_db: None) -> Iterator[Callable[..., Page]]:
    """Return a function: ``open_as(user)`` gives a new page of its own browser profile, where ``user`` is signed in.

    Keyword arguments go to Playwright (``viewport=…``, ``color_scheme="dark"``, ``java_script_enabled=False``).
    """
    contexts: list[BrowserContext] = []

    def open_page(user: User | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=site, **options)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, site)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a function that fails if what ``page`` shows now breaks an accessibility rule (WCAG 2.2 AA)."""

    def check(page: Page) -> None:
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = Axe().run(page, options=options).response["violations"]
        told = [f"{rule['id']}: {rule['help']}\n    {rule['nodes'][0]['html']}" for rule in found]
        assert told == [], "\n".join(told)

    return check


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    """Take the network away from ``page`` and its sockets, as a tunnel does; it comes back at the end of the block."""
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)
