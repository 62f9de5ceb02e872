from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intranet.accounts.models import User
from intranet.notifications.models import Follow
from knowledge.models import ArticlePage
from tests.costs import queries_of
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_an_article_reads_with_its_place_author_contents_tags_and_neighbours(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    team = make_space("Team life")
    space = make_space("Onboarding", parent=team)
    make_article("Your first day", space=space, by=employee)
    article = make_article("Your first week", space=space, by=employee, tags=["welcome"], summary="What to expect.")
    page = client_for(colleague).get(article.get_absolute_url())
    html = page.content.decode()
    assert page.status_code == 200
    assert article.get_absolute_url() == "/knowledge/team-life/onboarding/your-first-week/"
    for expected in (
        '<a href="/knowledge/team-life/">Team life</a>',
        '<a href="/knowledge/team-life/onboarding/">Onboarding</a>',
        "Your first week</h1>",
        "What to expect.",
        "Elise",
        '<a href="#s-first-part">First part</a>',
        '<h2 id="s-first-part">First part</h2>',
        "/knowledge/-/tags/welcome/",
        "Your first day",
        "1 min read",
    ):
        assert expected in html, expected


def test_an_article_page_stays_within_twelve_queries(employee: User, client_for: SignIn) -> None:
    space = make_space()
    article = make_article(space=space, tags=["a", "b", "c"])
    for number in range(8):
        make_article(f"Other {number}", space=space, tags=["a"])
    browser = client_for(employee)
    browser.get(article.get_absolute_url())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(article.get_absolute_url()).status_code == 200
    assert len(queries) <= 12, "\n".join(q["sql"][:150] for q in queries)


@pytest.mark.parametrize(
    "address", ["/knowledge/", "/knowledge/handbook/", "/knowledge/-/tags/a/", "/knowledge/-/drafts/"]
)
def test_lists_cost_the_same_with_one_row_and_with_twenty(address: str, employee: User, client_for: SignIn) -> None:
    space = make_space()
    browser = client_for(employee)

    def grow(upto: int, start: int) -> None:
        for number in range(start, upto):
            make_space(f"Inside {number}", parent=space)
            make_article(f"Article {number}", space=space, tags=["a"], by=make_user())
            make_article(f"Draft {number}", space=space, by=employee, publish=False)

    grow(1, 0)
    with_one = queries_of(browser, address)
    grow(20, 1)
    assert queries_of(browser, address) == with_one


def test_the_index_shows_spaces_recent_articles_and_my_drafts(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    space = make_space("Handbook", description="How we work")
    make_article("Expenses", space=space)
    make_article("Half-written", space=space, by=employee, publish=False)
    mine = client_for(employee).get("/knowledge/").content.decode()
    theirs = client_for(colleague).get("/knowledge/").content.decode()
    assert "How we work" in mine
    assert "Expenses" in theirs
    assert "1 article" in mine
    assert "Half-written" in mine
    assert "Half-written" not in theirs


def test_a_draft_opens_for_its_author_and_the_community_manager_only(
    employee: User, colleague: User, cm: User, client_for: SignIn
) -> None:
    address = make_article("Secret draft", by=employee, publish=False).get_absolute_url()
    assert client_for(employee).get(address).status_code == 200
    assert client_for(cm).get(address).status_code == 200
    assert client_for(colleague).get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/knowledge/nowhere/",
        "/knowledge/handbook/nothing/",
        "/knowledge/handbook/a%00b/",
        "/knowledge/%F0%9F%92%A9/",
        "/knowledge/-/99999999999999999999/edit/",
        "/knowledge/-/9223372036854775807/edit/",
        "/knowledge/-/0/history/",
        "/knowledge/-/12345/history/compare/?from=x&to=%00",
        "/knowledge/-/12345/move/",
        "/knowledge/-/tags/%00/",
        "/knowledge/-/spaces/77/",
        "/knowledge/" + "a/" * 400,
        "/knowledge/-/",
    ],
)
def test_an_unknown_address_is_not_found(address: str, employee: User, client_for: SignIn) -> None:
    make_space()
    assert client_for(employee).get(address).status_code == 404


def test_bad_bytes_in_an_address_are_not_found(employee: User, client_for: SignIn) -> None:
    assert client_for(employee).get("/knowledge/%ff%fe/").status_code in (400, 404)


def test_following_an_article_from_its_page(employee: User, client_for: SignIn) -> None:
    article = make_article()
    browser = client_for(employee)
    browser.post(f"/notifications/follow/article/{article.pk}/", {"state": "on"})
    assert Follow.objects.is_following(employee, article)
    assert "Following" in browser.get(article.get_absolute_url()).content.decode()


def test_completion_finds_titles_by_their_beginning_then_within_accents_apart(
    employee: User, client_for: SignIn
) -> None:
    space = make_space("Accueil")
    for title in ("Préparer son arrivée", "Arrivées et départs", "Les arrivages", "Rien à voir"):
        make_article(title, space=space)
    make_article("Arrivée secrète", space=space, publish=False)
    found = client_for(employee).get("/knowledge/-/complete/", {"q": "ARRIVÉ"}).json()["results"]
    assert [f["title"] for f in found] == ["Arrivées et départs", "Préparer son arrivée"]
    article = ArticlePage.objects.get(title="Préparer son arrivée")
    assert found[1] == {
        "title": article.title,
        "url": article.get_absolute_url(),
        "space": "Accueil",
        "ref": f"article:{article.pk}",
    }


def test_completion_offers_eight_at_most_and_bears_anything(employee: User, client_for: SignIn) -> None:
    for number in range(12):
        make_article(f"Guide {number}")
    browser = client_for(employee)
    assert len(browser.get("/knowledge/-/complete/", {"q": "guide"}).json()["results"]) == 8
    for odd in ("", "%", "_", "\\", "x" * 10000, "\x00", "'; DROP TABLE", "𝓤𝓷𝓲"):
        assert browser.get("/knowledge/-/complete/", {"q": odd}).status_code == 200
    assert browser.get("/knowledge/-/complete/", {"q": "%"}).json()["results"] == []
