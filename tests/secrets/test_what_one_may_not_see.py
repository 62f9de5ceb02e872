"""What one may not see does not exist: a secret of every kind, and every page and endpoint of the site."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.search import indexing
from tests.lean import keep_pages_only
from tests.secrets.world import ASKED, WORD, Secrets, make
from tests.undoing import undone

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Secrets]:
    """The company, made and indexed once for all the tests here, which share one transaction."""
    with django_db_blocker.unblock(), undone():
        made = make()
        for _done in indexing.rebuild():
            pass
        yield made


@pytest.fixture
def _django_db_helper(made: Secrets) -> Iterator[None]:
    """What ``django_db`` means here: what a test changes in the company is undone at its end."""
    with undone():
        yield


@pytest.fixture(autouse=True)
def _words_of_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is read before it is drawn: its words are packed when it is."""
    keep_pages_only(monkeypatch)
    for where in ("ideas.reviewing_room.paper.drawn", "knowledge.exporting.pdf.drawing.drawn"):
        monkeypatch.setattr(where, lambda html, _sheet, *, user: html.encode())


@pytest.fixture
def secrets(made: Secrets, db: None) -> Secrets:
    return made


def asking() -> Iterator[str]:
    """Every way of asking for it by words, by a list's filter or order, page after page.

    Of each kind, by what finds it, and by one of those that are nearly it, in turn.
    """
    for kind, nearly in zip(registry.kinds(), cycle(ASKED[1:]), strict=False):
        yield f"/search/?q={ASKED[0]}&kind={kind.name}"
        yield f"/search/?q={nearly}&kind={kind.name}"
    for asked in ASKED:
        yield f"/search/?q={asked}"
        yield f"/search/palette/?q={asked}"
        yield f"/people/?q={asked}"
        yield f"/people/-/complete/?q={asked}"
        yield f"/knowledge/-/complete/?q={asked}"
        yield f"/ideas/similar/?title={asked}+idea&body=The+{asked}+budget+of+next+year"
    for order in ("new", "supported", "discussed"):
        yield f"/ideas/?order={order}"
        yield f"/ideas/?status=planned&order={order}"
    yield from ("/people/ines/", "/people/paul/", "/people/?department=finance", "/people/-/complete/?q=i")
    yield from (
        "/notifications/?unread=1",
        "/moderation/log/?action=hidden",
        "/moderation/log/?page=2",
        "/knowledge/-/drafts/",
    )


def read(client: Client, url: str) -> str:
    return words_of(client.get(url), url)


def words_of(response: HttpResponse, url: str) -> str:
    assert response.status_code < 500, url
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers.get('Location', '')} {body.decode(errors='replace')}"


def test_no_page_of_the_site_tells_an_outsider_of_it(secrets: Secrets, client_for: SignIn) -> None:
    client = client_for(secrets.outsider)
    pages = [
        *secrets.site.urls().values(),
        *asking(),
        *secrets.veiled,
        "/cms/",
        "/cms/pages/",
        "/cms/reports/site-history/",
    ]
    telling = [url for url in pages if WORD in read(client, url).lower()]
    assert telling == []


def test_its_own_addresses_are_not_there_for_an_outsider(secrets: Secrets, client_for: SignIn) -> None:
    client = client_for(secrets.outsider)
    answers = {url: client.get(url) for url in secrets.direct}
    assert [(url, answer.status_code) for url, answer in answers.items() if answer.status_code != 404] == []
    assert {client.get(url).status_code for url in secrets.of_managers} == {403}
    assert [url for url, answer in answers.items() if WORD in words_of(answer, url).lower().replace(url, "")] == []


def test_nothing_can_be_done_to_it_by_an_outsider(secrets: Secrets, client_for: SignIn) -> None:
    """Refused like what is not there: 404 (or 405 where only reading is possible), never a word that tells."""
    client = client_for(secrets.outsider)
    for url in secrets.direct:
        response = client.post(url, {"body": "<p>x</p>", "title": "A title", "words": "w", "category": "other"})
        assert response.status_code in (404, 405), (url, response.status_code)
        assert WORD not in response.content.decode().lower().replace(url, "")


def test_the_insider_reads_it_in_all_these_places(secrets: Secrets, client_for: SignIn) -> None:
    """Without this the tests above could pass on an empty site."""
    client = client_for(secrets.insider)
    silent = [url for url in secrets.shown if WORD not in read(client, url).lower()]
    assert silent == []
    for url in ("/search/?q=budget", "/search/palette/?q=quokk", "/knowledge/-/complete/?q=quokk", "/notifications/"):
        assert WORD in read(client, url).lower(), url


def test_no_socket_tells_an_outsider_of_it(secrets: Secrets) -> None:
    from intranet.discussions.models import Discussion
    from intranet.live.access import may_listen

    seen = Discussion.objects.visible_to(secrets.outsider).values_list("pk", flat=True)
    unseen = Discussion.objects.exclude(pk__in=seen)
    assert unseen.count() >= 5
    for discussion in unseen:
        assert not may_listen(secrets.outsider.pk, f"discussion.{discussion.pk}")
    for name in (
        f"user.{secrets.insider.pk}",
        "user.0",
        "discussion.x",
        "discussion.-1",
        "idea.999999",
        f"discussion.{2**70}",
    ):
        assert not may_listen(secrets.outsider.pk, name)
