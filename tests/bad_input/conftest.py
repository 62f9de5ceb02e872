from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from intranet.accounts.models import User
from tests.bad_input.building import build
from tests.bad_input.site import Faults, Site
from tests.lean import draw_once, keep_pages_only
from tests.undoing import undone


@pytest.fixture(scope="package")
def small_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """The small site, built once for all the tests of this folder, which share one transaction."""
    with django_db_blocker.unblock(), undone():
        yield build()


@pytest.fixture
def _django_db_helper(small_site: Site) -> Iterator[None]:
    """What ``django_db`` means in this folder: what a test changes in the small site is undone at its end."""
    with undone():
        yield


@pytest.fixture(autouse=True)
def _pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_pages_only(monkeypatch)
    draw_once(monkeypatch)


@pytest.fixture
def site(small_site: Site, db: None, settings: Any) -> Site:
    settings.PARVIS_POSTS_PER_MINUTE = 100_000
    settings.PARVIS_QUESTIONS_PER_HOUR = 100_000
    settings.ACCOUNT_RATE_LIMITS = False
    author = User.objects.get(pk=small_site.author.pk)
    client = Client(raise_request_exception=False)
    client.force_login(author)
    return replace(small_site, author=author, client=client)


@pytest.fixture
def faults() -> Iterator[Faults]:
    found = Faults()
    yield found
    found.none()
