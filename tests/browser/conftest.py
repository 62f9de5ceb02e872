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
from axe_playwright_python.base import AXE_SCRIPT
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
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    arguments = [*quiet, "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": services.browser(), "args": arguments}


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


class Judge:
    """Fails if what a page shows now breaks an accessibility rule (WCAG 2.2 AA); ``axe.in_both_themes(page)`` by day and by night.

    Themes differ in nothing but colours (``light-dark()`` in the tokens), so the second one is judged on those alone; which
    one is second changes from page to page, as a page is left in it.
    """

    RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
    COLOURS = ("color-contrast", "link-in-text-block")
    # Colours change at once: a transition, however short, begins with those of the other theme.
    AT_ONCE = """() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync("*, ::before, ::after { transition: none !important }")
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
      return matchMedia("(prefers-color-scheme: dark)").matches
    }"""
    # What fades in has not its colours yet; what turns for ever is not waited for.
    RUN = """async ([type, values]) => {
      const ends = (each) => each.playState === "running" && each.effect.getComputedTiming().endTime !== Infinity
      while (document.getAnimations().some(ends)) await new Promise(requestAnimationFrame)
      const { violations } = await axe.run({ runOnly: { type, values }, resultTypes: ["violations"] })
      return violations.map(({ id, help, nodes }) => `${id}: ${help}\\n    ${nodes[0].html}`)
    }"""

    def __call__(self, page: Page) -> None:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE_SCRIPT)
        self.judge(page, "tag", self.RULES)

    def in_both_themes(self, page: Page) -> None:
        self(page)
        dark = page.evaluate(self.AT_ONCE)
        page.emulate_media(color_scheme="light" if dark else "dark")
        self.judge(page, "rule", self.COLOURS)

    def judge(self, page: Page, kind: str, rules: tuple[str, ...]) -> None:
        told = page.evaluate(self.RUN, [kind, rules])
        assert told == [], "\n".join(told)


@pytest.fixture(scope="session")
def axe() -> Judge:
    return Judge()


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    """Take the network away from ``page`` and its sockets, as a tunnel does; it comes back at the end of the block."""
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)
