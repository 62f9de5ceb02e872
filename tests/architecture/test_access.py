"""Every address of the site × every role. An address that is in no table fails the build; so does one open by mistake."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from intranet.accounts import roles
from tests.architecture import access
from tests.architecture.access import Arguments, Entry
from tests.conftest import forget_what_was_asked
from tests.factories.people import make_user
from tests.lean import draw_once, keep_pages_only
from tests.undoing import undone

# Wagtail's admin is one rule, tested at the end of this file; these lead into it.
INTO_THE_ADMIN = "cms/"
# What an anonymous visitor may put in an address: the first that its converter takes.
SAMPLES = ("1", "x", "2026-11", "2026-W47", "00000000-0000-4000-8000-000000000000", "x/y")


def table() -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for module in pkgutil.iter_modules(access.__path__):
        lines = importlib.import_module(f"{access.__name__}.{module.name}").ACCESS
        twice = entries.keys() & lines.keys()
        assert not twice, f"{module.name} repeats {twice}"
        entries |= lines
    return entries


def addresses(
    resolver: URLResolver | None = None, names: str = "", prefix: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Walk the URLconf; yields (qualified name, route, pattern) of all but what is under ``cms/``."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if route.startswith(INTO_THE_ADMIN):
            continue
        if isinstance(entry, URLResolver):
            yield from addresses(entry, names + (f"{entry.namespace}:" if entry.namespace else ""), route)
        else:
            yield names + (entry.name or f"unnamed {route}"), route, entry


TABLE = table()
ADDRESSES = {name: (route, pattern) for name, route, pattern in addresses()}


def sample_url(name: str, pattern: URLPattern) -> str | None:
    """Return some URL that leads to ``pattern``, or ``None`` if its line must say how."""
    values = {}
    for key, converter in pattern.pattern.converters.items():
        text = next((sample for sample in SAMPLES if re.fullmatch(converter.regex, sample)), "x")
        values[key] = converter.to_python(text)
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return None


def test_every_address_has_its_line() -> None:
    missing = sorted(ADDRESSES.keys() - TABLE.keys())
    assert missing == [], "say in tests/architecture/access/<feature>.py who may"


def test_no_line_is_about_an_address_that_is_gone() -> None:
    assert sorted(TABLE.keys() - ADDRESSES.keys()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_to_sign_in(method: str) -> None:
    let_in = []
    for name in ADDRESSES:
        if name in TABLE and TABLE[name].public:
            continue
        url = sample_url(name, ADDRESSES[name][1])
        if url is None:
            arguments, keywords = TABLE[name].args() if name in TABLE else ((), {})
            url = reverse(name, args=arguments, kwargs=keywords)
        response = getattr(Client(), method)(url)
        if response.status_code != 302 or not response.headers["Location"].startswith("/accounts/login/?next="):
            let_in.append((name, response.status_code))
    assert not let_in, f"these answer to anybody: {let_in}"


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Client]]:
    """A browser of each role, signed in once for all the tests here, which share one transaction."""
    with django_db_blocker.unblock(), undone():
        people = {
            "employee": make_user(username="elise"),
            "cm": make_user(roles.COMMUNITY_MANAGER, username="camille"),
            "leader": make_user(roles.LEADERSHIP, username="leila"),
            "administrator": make_user(roles.ADMINISTRATOR, username="admin", is_staff=True, is_superuser=True),
        }
        clients = {role: Client() for role in people}
        for role, client in clients.items():
            client.force_login(people[role])
        yield clients


@pytest.fixture
def _django_db_helper(visitors: dict[str, Client]) -> Iterator[None]:
    """What ``django_db`` means here: what a test changes is undone at its end, and the visitors stay signed in."""
    with undone():
        yield


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Pieces of pages stay drawn from one test to the next: here only what a page answers with counts."""
    forget_what_was_asked()


@pytest.fixture(autouse=True)
def _pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_pages_only(monkeypatch)
    draw_once(monkeypatch)


@pytest.fixture
def browsers(visitors: dict[str, Client], db: None) -> dict[str, Client]:
    """Browsers of each role with the cookie of its session and no other."""
    return {role: with_session(client) for role, client in visitors.items()}


def with_session(other: Client) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = other.cookies[settings.SESSION_COOKIE_NAME].value
    return client


def alike(names: Iterable[str], at_a_time: int = 12) -> list[Any]:
    """Return as parameters the addresses that need the same in the database, which is made once for all of them."""
    needing: dict[Callable[[], Arguments], list[str]] = {}
    for name in sorted(names):
        needing.setdefault(TABLE[name].args, []).append(name)
    groups = [
        found[start : start + at_a_time] for found in needing.values() for start in range(0, len(found), at_a_time)
    ]
    return [
        pytest.param(group, id=f"{group[0]}-and-{len(group) - 1}-more" if group[1:] else group[0]) for group in groups
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("names", alike(TABLE.keys() & ADDRESSES.keys()))
def test_each_role_gets_what_the_table_says(names: list[str], browsers: dict[str, Client]) -> None:
    """Who is not signed in and asks for what is not public: test_who_is_not_signed_in_is_sent_to_sign_in."""
    arguments, keywords = TABLE[names[0]].args()
    wrong = []
    for name in names:
        entry = TABLE[name]
        url = reverse(name, args=arguments, kwargs=keywords)
        for role in asking(entry):
            got = status(entry, url, browsers.get(role) or Client())
            if got != getattr(entry, role):
                wrong.append(f"{name}: {role} gets {got}, not {getattr(entry, role)}")
    assert not wrong, "\n".join(wrong)


def asking(entry: Entry) -> list[str]:
    """Return who asks: one is enough where the address refuses the method, which it does before it looks who asks."""
    roles = [role for role in access.ROLES if role == access.ROLES[0] or getattr(entry, role) != 405]
    return [*roles, "anonymous"] if entry.public else roles


def status(entry: Entry, url: str, client: Client) -> int:
    """Return what one request of ``client`` answers; what it changed is undone, so that the next role finds it fresh."""
    with undone():
        response = client.get(url) if entry.method == "get" else client.post(url, entry.data)
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/pages/", "/cms/snippets/", "/cms/reports/", "/cms/login/", "/cms/users/"]
)
def test_the_admin_sends_who_is_not_signed_in_to_our_page(path: str, client: Client) -> None:
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/pages/", "/cms/snippets/", "/cms/reports/site-history/", "/cms/account/"]
)
@pytest.mark.parametrize("role", ["employee", "leader"])
def test_who_may_not_use_the_admin_is_refused_politely(path: str, role: str, browsers: dict[str, Client]) -> None:
    response = browsers[role].get(path)
    assert response.status_code == 403
    assert b"<html" in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["cm", "administrator"])
@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/"])
def test_the_community_manager_and_administrators_use_the_admin(
    path: str, role: str, browsers: dict[str, Client]
) -> None:
    response = browsers[role].get(path, follow=True)
    assert response.status_code == 200
    assert "'unsafe-inline'" in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_only_the_admin_has_the_looser_policy(browsers: dict[str, Client]) -> None:
    response = browsers["cm"].get("/healthz")
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
