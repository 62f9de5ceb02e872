"""Two articles that say the same in two languages are found once, in the reader's, and say that the other exists."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.search.engines import get_engine
from intranet.search.finding import PER_PAGE, complete, find, query_for
from intranet.search.indexing import documents_of
from knowledge.models import ArticlePage
from knowledge.translations.models import Pairing
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def index(*articles: ArticlePage) -> None:
    get_engine().update(documents_of({"article": {article.pk for article in articles}}))


def pair(number: int = 0, **of_french: object) -> tuple[ArticlePage, ArticlePage]:
    """Two that both have the word "kanban"."""
    english = make_article(f"Kanban board {number}", language="en", body="<p>How we use the kanban.</p>")
    french = make_article(f"Tableau kanban {number}", language="fr", body="<p>Notre kanban.</p>", **of_french)
    Pairing.objects.pair(english, french, by=None)
    return english, french


def titles(user: User, text: str = "kanban", **filters: object) -> list[str]:
    page = filters.pop("page", 1)
    found = find(user, query_for(user, text, **filters), page=page)  # type: ignore[arg-type]  # the page is a number
    return [hit.object.title for hit in found.hits() if hit.kind.name == "article"]


def test_both_match_and_one_is_shown_in_the_language_of_who_reads(client_for: SignIn) -> None:
    english, french = pair()
    index(english, french)
    reads_french, reads_english = make_user(language="fr"), make_user(language="en")
    assert titles(reads_french) == [french.title]
    assert titles(reads_english) == [english.title]
    page = client_for(reads_english).get("/search/?q=kanban").content.decode()
    assert "Also in French" in page
    assert f'href="{french.get_absolute_url()}"' in page
    page = client_for(reads_french).get("/search/?q=kanban").content.decode()
    assert "Existe aussi en anglais" in page
    assert [hit.object.title for hit in complete(reads_french, "kanban")] == [french.title]


def test_one_alone_that_matches_is_shown_whatever_its_language_and_leads_to_the_other(client_for: SignIn) -> None:
    english, french = pair()
    index(english)
    reads_french = make_user(language="fr")
    assert titles(reads_french) == [english.title]
    assert french.get_absolute_url() in client_for(reads_french).get("/search/?q=kanban").content.decode()


def test_a_translation_that_one_may_not_see_is_not_told_of(client_for: SignIn) -> None:
    finance = make_department("Finance")
    english, french = pair(space=make_space("Closed", departments=[finance]))
    index(english, french)
    reads_french = make_user(language="fr")
    assert titles(reads_french) == [english.title]
    for url in ("/search/?q=kanban", english.space.get_absolute_url(), "/knowledge/"):
        page = client_for(reads_french).get(url).content.decode()
        assert english.title in page
        assert "aussi en" not in page
    inside = make_user(language="fr", department=finance)
    assert titles(inside) == [french.title]


def test_hidden_or_archived_it_is_not_told_of_either(client_for: SignIn, employee: User) -> None:
    english, french = pair()
    index(english, french)
    ArticlePage.objects.filter(pk=french.pk).update(is_hidden=True)
    assert "Also in" not in client_for(employee).get("/search/?q=kanban").content.decode()
    assert "Also in" not in client_for(employee).get(english.space.get_absolute_url()).content.decode()


def test_page_after_page_each_pair_stands_once(employee: User) -> None:
    pairs = [pair(number) for number in range(PER_PAGE)]
    alone = [make_article(f"Kanban alone {number}", language="en") for number in range(5)]
    index(*(article for both in pairs for article in both), *alone)
    first, second = (titles(employee, kinds=("article",), page=number) for number in (1, 2))
    assert (len(first), len(second)) == (PER_PAGE, 5)
    assert len(set(first + second)) == PER_PAGE + 5
    assert not any(title.startswith("Tableau") for title in first + second)


def test_a_card_says_that_the_other_language_exists(employee: User, client_for: SignIn) -> None:
    english, french = pair()
    page = client_for(employee).get(english.space.get_absolute_url()).content.decode()
    assert "Also in French" in page
    assert french.title not in page
    assert "Also in" not in client_for(employee).get(reverse("knowledge:new")).content.decode()


def test_what_the_service_tells_follows_who_asks(employee: User) -> None:
    english, french = pair()
    (found,) = [answer for answer in registry.ask("search.twins", employee, "article", [english.pk]) if answer]
    assert (found[english.pk].pk, found[english.pk].language) == (french.pk, "fr")
    assert not any(registry.ask("search.twins", employee, "question", [english.pk]))
