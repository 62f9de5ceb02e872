"""What a person finds, on whichever engine the site has."""

from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from intranet.people.models import Expertise
from intranet.search import indexing
from intranet.search.engines import get_engine
from intranet.search.finding import complete, find, query_for, similar, suggest
from intranet.search.highlight import passage
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_index(db: None) -> None:
    for _done in indexing.rebuild():
        pass


def index(*people: User) -> None:
    get_engine().update(indexing.documents_of({"person": {person.pk for person in people}}))


def found(user: User, text: str, **filters: object) -> list[str]:
    return [hit.object.username for block in find(user, query_for(user, text, **filters)).blocks for hit in block.hits]


def test_words_are_found_by_their_stem_without_accents_in_either_language(employee: User) -> None:
    french = make_user(username="ines", bio="Je m'occupe des remboursements de congés à l'étranger.", language="fr")
    english = make_user(username="ruth", bio="I write our travelling policies.", language="en")
    index(french, english)
    assert found(employee, "rembourser conge") == ["ines"]
    assert found(employee, "étrangers") == ["ines"]
    assert found(employee, "travel policy") == ["ruth"]


def test_the_exact_title_comes_first(employee: User) -> None:
    other = make_user(username="a", display_name="Paul Martin Durand", bio="Paul Martin " * 30)
    exact = make_user(username="b", display_name="Paul Martin")
    index(other, exact)
    assert found(employee, "paul martin")[0] == "b"


def test_some_of_the_words_are_enough_when_all_are_nowhere(employee: User) -> None:
    person = make_user(username="ines", bio="Soudure et découpe laser.", language="fr")
    index(person)
    assert found(employee, "soudure inconnue") == ["ines"]


def test_a_phrase_in_quotes_and_a_minus_narrow(employee: User) -> None:
    one = make_user(username="one", bio="gestion de projet et qualité", language="fr")
    two = make_user(username="two", bio="projet de gestion", language="fr")
    index(one, two)
    assert found(employee, '"gestion de projet"') == ["one"]
    assert found(employee, "gestion -qualité") == ["two"]


def test_a_misspelt_word_gets_a_suggestion_from_words_one_may_see(employee: User) -> None:
    person = make_user(username="ines", bio="Comptabilité analytique.", language="fr")
    index(person)
    assert suggest(employee, query_for(employee, "comptabilite anlytique")) == "comptabilite analytique"


def test_the_words_of_what_one_may_not_see_are_never_suggested(employee: User) -> None:
    person = make_user(username="ines", bio="xylographie", language="fr")
    index(person)
    person.deactivate()
    assert suggest(employee, query_for(employee, "xylographi")) == ""
    assert found(employee, "xylographie") == []


def test_the_palette_completes_the_word_being_typed(employee: User) -> None:
    person = make_user(username="ines", display_name="Inès Carpentier")
    index(person)
    assert [hit.object.username for hit in complete(employee, "carp")] == ["ines"]
    assert [hit.object.username for hit in complete(employee, "ines car")] == ["ines"]
    assert complete(employee, "") == []


def test_what_is_gone_leaves_the_index(employee: User) -> None:
    person = make_user(username="ines", bio="dirigeable")
    index(person)
    pk = person.pk
    get_engine().update({("person", pk): None})
    assert found(employee, "dirigeable") == []


def test_similar_things_share_telling_words(employee: User) -> None:
    near = make_user(username="near", bio="réparation de vélos électriques", language="fr")
    far = make_user(username="far", bio="contrôle de gestion", language="fr")
    index(near, far)
    assert similar(employee, "Un atelier de réparation des vélos", kinds=("person",)) == [near]


def test_a_filter_by_kind_author_and_date_narrows(employee: User) -> None:
    person = make_user(username="ines", bio="dirigeable")
    index(person)
    assert found(employee, "dirigeable", kinds=("person",)) == ["ines"]
    assert found(employee, "dirigeable", kinds=("idea",)) == []
    assert found(employee, "dirigeable", author_id=person.pk) == ["ines"]
    assert found(employee, "dirigeable", author_id=person.pk + 1) == []
    assert found(employee, "dirigeable", until=person.date_joined.replace(year=2001)) == []


def test_rebuilding_gives_the_same_answers(employee: User) -> None:
    person = make_user(username="ines", bio="dirigeable")
    Expertise.objects.create(person=person, name="Aérostats")
    assert [*indexing.rebuild()][-1] == User.objects.count()
    assert found(employee, "dirigeable") == ["ines"]
    assert found(employee, "aerostat") == ["ines"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        '"',
        "''",
        "(",
        "a & | ! <-> :*",
        "-",
        "--",
        "%",
        "\\",
        "é" * 400,
        "😀",
        "‮",
        "or and not",
        "*",
        "l'",
    ],
)
def test_nothing_that_is_typed_breaks_the_search(
    text: str, employee: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(employee)
    assert client.get("/search/", {"q": text}).status_code == 200
    assert client.get("/search/palette/", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    "filters",
    [
        {"space": "9" * 30},
        {"kind": "nope"},
        {"since": "yesterday"},
        {"author": "nobody"},
        {"page": "9" * 9},
        {"period": "x"},
    ],
)
def test_a_senseless_filter_is_left_out(
    filters: dict[str, str], employee: User, client_for: Callable[[User], Client]
) -> None:
    person = make_user(username="ines", display_name="Inès Carpentier", bio="dirigeable")
    index(person)
    response = client_for(employee).get("/search/", {"q": "dirigeable", **filters})
    assert response.status_code == 200


def test_a_heading_does_not_run_into_what_follows_it_in_a_passage() -> None:
    text = "Leave\nHow it is counted\nThe balloon has days.\nIt has more < than one\nThe end"
    shown = passage(text, query_for(make_user(), "balloon").terms)
    assert (
        shown == "Leave · How it is counted · The <mark>balloon</mark> has days.\nIt has more &lt; than one · The end"
    )


def test_markup_in_a_text_stays_text_in_the_passage(employee: User, client_for: Callable[[User], Client]) -> None:
    index(make_user(username="ines", bio="<script>alert(1)</script> dirigeable <b>x</b>"))
    html = client_for(employee).get("/search/", {"q": "dirigeable"}).content.decode()
    assert "<mark>dirigeable</mark>" in html
    assert "<script>alert(1)" not in html
