"""The query language: what can be typed, and what is said about it."""

import pytest
from django.utils import translation

from intranet.accounts.models import User
from intranet.contributions.registry import Document
from intranet.search.asking import query_for
from intranet.search.engines import get_engine
from intranet.search.finding import find
from intranet.search.syntax import LONGEST_QUERY, parse
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user
from tests.search.indexed import index, titles

pytestmark = pytest.mark.django_db


def test_a_query_is_taken_apart() -> None:
    asked = parse('fiche "de fabrication" -eau -"vernis mat" in:atelier par:"Inès Martin" tag:sécurité')
    assert asked.text == "fiche de fabrication "
    assert asked.phrases == ("de fabrication",)
    assert set(asked.excluded) == {"eau", "vernis mat"}
    assert (asked.spaces, asked.authors, asked.tags) == (("atelier",), ("Inès Martin",), ("sécurité",))


def test_french_quotes_and_french_words_mean_the_same() -> None:
    asked = parse("« fiche de fabrication » dans:« Bureau d’études » mot:sol")
    assert asked.phrases == ("fiche de fabrication",)
    assert (asked.spaces, asked.tags) == (("Bureau d’études",), ("sol",))


def test_a_word_with_a_hyphen_inside_is_no_exclusion() -> None:
    assert parse("week-end - x").excluded == ()


def test_in_by_and_tag_narrow_alone_and_together(employee: User) -> None:
    ines = make_user(username="ines", display_name="Inès Carpentier")
    workshop = make_space(title="Workshop")
    inside = make_space(title="Paint", parent=workshop)
    other = make_space(title="Sales")
    one = make_article(by=ines, space=inside, title="Varnish one", tags=["safety"])
    two = make_article(by=ines, space=other, title="Varnish two")
    three = make_article(space=workshop, title="Varnish three")
    index(one, two, three)
    assert titles(employee, "varnish in:workshop") == {"Varnish one", "Varnish three"}
    assert titles(employee, "varnish by:ines") == {"Varnish one", "Varnish two"}
    assert titles(employee, "varnish by:Carpen dans:sal") == {"Varnish two"}
    assert titles(employee, "tag:safety") == {"Varnish one"}
    assert titles(employee, "by:ines") >= {"Varnish one", "Varnish two"}


def test_an_unknown_name_is_said_and_the_search_goes_on(employee: User) -> None:
    index(make_article(title="Varnish"))
    results = find(employee, query_for(employee, "varnish by:nobody in:nowhere"))
    assert [str(hit.object) for hit in results.hits()] == ["Varnish"]
    assert any("nobody" in note for note in results.notes)
    assert any("nowhere" in note for note in results.notes)


def test_an_ambiguous_name_takes_everyone_it_may_be_and_says_who(employee: User) -> None:
    marie, other = make_user(display_name="Marie Blanc"), make_user(display_name="Marie Noir")
    index(make_article(by=marie, title="Varnish one"), make_article(by=other, title="Varnish two"))
    results = find(employee, query_for(employee, "varnish by:marie"))
    assert len(results.hits()) == 2
    assert "Marie Blanc" in results.notes[0]
    assert "Marie Noir" in results.notes[0]


def test_a_space_that_one_may_not_see_is_as_unknown_as_another(employee: User) -> None:
    from tests.factories.people import make_department

    closed = make_space(title="Merger", departments=[make_department("Board")])
    index(make_article(space=closed, title="Varnish"))
    results = find(employee, query_for(employee, "varnish in:merger"))
    unknown = find(employee, query_for(employee, "varnish in:nowhere"))
    assert not results
    assert results.notes[0].replace("merger", "nowhere") == unknown.notes[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("word " * 2000, f"{LONGEST_QUERY} characters"),
        ("x" * 10_000, f"{LONGEST_QUERY} characters"),
        ("***", "no word"),
        ("* ? *", "no word"),
        ("\x01\x02\x07", "no word"),
        ("the of and", "only titles"),
        ("-varnish", "leave out"),
    ],
)
def test_what_cannot_be_looked_for_gets_a_clear_answer(text: str, says: str, employee: User) -> None:
    with translation.override("en"):
        results = find(employee, query_for(employee, text))
    assert any(says in note for note in results.notes), results.notes


def test_right_to_left_text_and_its_marks_are_found(employee: User) -> None:
    index(make_article(title="سلامة العمل", body="<p>تعليمات السلامة</p>"))
    assert titles(employee, "\u202bسلامة\u202c") == {"سلامة العمل"}
    assert titles(employee, "السلامة") == {"سلامة العمل"}


def test_stop_words_alone_find_titles(employee: User) -> None:
    get_engine().update({("article", 1): Document(title="x")})
    index(make_article(title="Vous et nous", language="fr"))
    assert titles(employee, "vous et nous") == {"Vous et nous"}
    assert titles(employee, "nous vous") == {"Vous et nous"}
