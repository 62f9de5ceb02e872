"""No word, count, suggestion, recommendation or likeness comes from what somebody may not see."""

from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from intranet.contributions.registry import Document, registry
from intranet.search.engines import get_engine
from intranet.search.finding import near_words, query_for, suggest
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department
from tests.search.indexed import index

pytestmark = pytest.mark.django_db

KINDS = [kind.name for kind in registry.kinds() if kind.indexable is not None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_of_closed_texts_only_is_never_suggested(kind: str, employee: User) -> None:
    """The index knows the word, of an audience that is not theirs and of an object that they may not see."""
    board = make_department("Board")
    get_engine().update(
        {
            (kind, 900_001): Document("Xylographies", body="xylographies", audience_id=board.pk),
            (kind, 900_002): Document("Xylographies", body="xylographies"),
        }
    )
    assert get_engine().near_words("xylographyes", limit=5)
    query = query_for(employee, "xylographyes")
    assert suggest(employee, query) == ""
    assert near_words(employee, query) == []


def test_a_word_that_shares_its_stem_with_an_open_text_stays_closed(employee: User) -> None:
    closed = make_article(
        "Plan", space=make_space("Closed", departments=[make_department("Board")]), body="<p>licenciements</p>"
    )
    index(closed, make_article("Open", body="<p>licenciement</p>", language="fr"))
    assert suggest(employee, query_for(employee, "licenciemants")) in ("", "licenciement")
    assert "licenciements" not in near_words(employee, query_for(employee, "licenciemants"))


def test_more_like_this_shows_only_what_one_may_see(employee: User, client_for: Callable[[User], Client]) -> None:
    words = "<p>soldering of copper pipes with a torch</p>"
    one = make_article("Soldering", body=words)
    two = make_article("Soldering again", body=words)
    closed = make_article(
        "Soldering secrets", space=make_space("Closed", departments=[make_department("Board")]), body=words
    )
    index(one, two, closed)
    client = client_for(employee)
    html = client.get(f"/search/like/article/{one.pk}/").content.decode()
    assert "Soldering again" in html
    assert "secrets" not in html
    assert client.get(f"/search/like/article/{closed.pk}/").status_code == 404
    assert client.get(f"/search/like/nonsense/{one.pk}/").status_code == 404


def test_a_page_without_results_says_where_to_ask(employee: User, client_for: Callable[[User], Client]) -> None:
    index(make_article("Soldering", body="<p>soldering of copper</p>"))
    html = client_for(employee).get("/search/", {"q": "soldaring zeppelin"}).content.decode()
    assert "soldering" in html
    html = client_for(employee).get("/search/", {"q": "zeppelin"}).content.decode()
    assert "/ask/?title=zeppelin" in html or "/discussions/" in html


def test_a_suggestion_keeps_what_else_was_asked(employee: User) -> None:
    article = make_article("Soldering", body="<p>soldering of copper</p>")
    index(article)
    query = query_for(employee, f"soldaring by:{article.author.username}")
    assert suggest(employee, query) == f"soldering by:{article.author.username}"
