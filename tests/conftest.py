import gc
import gzip
import json
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client, TransactionTestCase
from hypothesis.internal.charmap import charmap_file
from xdist import is_xdist_controller

from intranet.accounts import roles
from intranet.accounts.models import User
from tests import database, placing
from tests.factories.people import make_user

CORPUS = Path(os.environ.get("PARVIS_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))

# A loaded machine is no fault of what is judged: a test that is about time measures it.
hypothesis.settings.register_profile("parvis", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("parvis")


def pytest_configure(config: pytest.Config) -> None:
    """Tests read the French that is in the files. In a parallel run it is compiled once, before the workers start."""
    from intranet.config.prepare import compile_translations

    if not hasattr(config, "workerinput"):
        compile_translations()


def write_down_what_utf_8_encodes() -> None:
    """Spare each process of a fresh copy five seconds, in which Hypothesis would try a million letters to find it out."""
    with warnings.catch_warnings(action="ignore"):  # of being slow, which this is not
        file = charmap_file("codec-v2-utf-8")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        all_but_halves = [[0, 0xD7FF], [0xE000, 0x10FFFF]]
        file.write_bytes(gzip.compress(json.dumps([all_but_halves, []]).encode()))


# Each of these sets up something that takes long and that all of its tests share (the demo company, a served site): one
# process runs them.
TOGETHER = ("tests/demo/", "tests/live/", "tests/platform/test_serve.py")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out tests one by one, but those of ``TOGETHER`` to one process."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)

    return Scheduling(config, log)


PLACED = pytest.StashKey[Counter[str]]()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no file whose tests all run elsewhere: each process of a run would."""
    return placing.is_elsewhere(collection_path, config.option.markexpr) or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark where each test runs: what really commits is judged on both settings."""
    config.stash[PLACED] = placing.mark(items)
    for item in items:
        names = getattr(item, "fixturenames", [])
        mark = item.get_closest_marker("django_db")
        commits = bool(mark and mark.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(names)
        assert not (commits and item.get_closest_marker("once")), f"{item.nodeid} commits: it is no test to run once"


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: the collector of garbage need not walk through all of it again in each test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    gc.enable()


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # whose workers have not started yet
        write_down_what_utf_8_encodes()
    if is_xdist_controller(session):  # it reads no tests, so ``pytest_collection_finish`` is not for it
        gc.freeze()
        gc.enable()


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["placed"] = dict(session.config.stash.get(PLACED, {}))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    node.config.stash[PLACED] = Counter(getattr(node, "workeroutput", {}).get("placed", {}))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Of a whole run, say how many tests run where, and why."""
    placed = config.stash.get(PLACED, Counter())
    if placed.total() > 1000:
        terminalreporter.section("where tests run")
        for where, number in placed.most_common():
            terminalreporter.line(f"{number:>5}  {where}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What a test needs and cannot have makes it fail, never skip."""
    from django.db import connection

    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.fail("this test needs DATABASE_URL=postgres://… (make test starts one)", pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What the tests of a folder leave in the embedded index is of rows that are gone: the next ones need not search it."""
    from intranet.search.engines import get_engine
    from intranet.search.engines.whoosh import WhooshEngine

    if nextitem is not None and nextitem.path.parent != item.path.parent:
        engine = get_engine()
        if isinstance(engine, WhooshEngine) and engine.files.current() is not None:
            for _done in engine.rebuild(()):
                pass
            engine.switch()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[None]:
    """Give each process a copy of one migrated database (see ``tests.database``), and an index with nothing in it.

    A test that really commits starts from all that migrations made (roles, the root page), and leaves it so.
    """
    from intranet.search.engines import get_engine

    with django_db_blocker.unblock():
        database.set_up()
        for _done in get_engine().rebuild(()):
            pass
        get_engine().switch()
    with pytest.MonkeyPatch.context() as patched:
        # Django would empty every table and load the rows of migrations again, one by one.
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.restore())
        yield
    with django_db_blocker.unblock():
        database.tear_down()


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Each test starts with nothing kept in memory, as if it were the first request."""
    forget_what_was_asked()
    forget_pieces_of_pages()


def forget_what_was_asked() -> None:
    from django.core.cache import cache

    from intranet.contributions import shared
    from intranet.search import tuned
    from knowledge.glossary import kept

    cache.clear()
    shared.forget()
    tuned.forget()
    kept.forget()


def forget_pieces_of_pages() -> None:
    from intranet.discussions import rendering
    from intranet.ui import frozen, stencil

    frozen.forget()
    stencil.forget()
    rendering.forget()


@pytest.fixture(autouse=True)
def _site_theme_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The charter's theme is looked up once a second; in tests never, so that a query count depends on the page alone."""
    from intranet.charter.theme import theme_in_force

    monkeypatch.setattr(theme_in_force, "_number", 0)
    monkeypatch.setattr(theme_in_force, "_theme", None)
    monkeypatch.setattr(theme_in_force, "_asked_at", float("inf"))


@pytest.fixture
def employee(db: None) -> User:
    return make_user(username="elise")


@pytest.fixture
def colleague(db: None) -> User:
    return make_user(username="marc")


@pytest.fixture
def cm(db: None) -> User:
    return make_user(roles.COMMUNITY_MANAGER, username="camille")


@pytest.fixture
def leader(db: None) -> User:
    return make_user(roles.LEADERSHIP, username="leila")


@pytest.fixture
def admin_user(db: None) -> User:
    return make_user(roles.ADMINISTRATOR, username="admin", is_staff=True, is_superuser=True)


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Return a function that gives a browser signed in as somebody, as it is after the sign-in page."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        return client

    return sign_in


def session_of(user: User) -> str:
    """Return the key of a new session in which ``user`` is signed in: what ``force_login`` leaves, for a query."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def dispatch() -> Callable[[], int]:
    """Run what the worker would: hand pending activities to their handlers."""
    from intranet.contributions.outbox import dispatch_all

    return dispatch_all
