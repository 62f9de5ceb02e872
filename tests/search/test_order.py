"""In which order things are found, and what the community manager tunes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.contributions.registry import Document
from intranet.search import tuned
from intranet.search.engines import get_engine
from intranet.search.finding import complete, find, query_for
from intranet.search.models import BestBet, KindBoost, SynonymGroup
from intranet.search.query import Query
from intranet.search.settings import Bet, Settings, Synonyms
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user
from tests.factories.search import make_bet, make_synonyms
from tests.search.indexed import index, ordered, titles

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BODY = "the varnish is kept in the workshop"


def put(**documents: Document) -> None:
    get_engine().update({("article", number): d for number, d in enumerate(documents.values(), start=1)})


def best(text: str = "varnish", settings: Settings | None = None) -> list[str]:
    query = Query(text, None, settings=settings or Settings())
    return [candidate.title for candidate in get_engine().search(query, limit=10)]


def test_what_is_called_just_so_is_first_then_what_once_was() -> None:
    put(
        a=Document("On paint", body="work at height " * 30, language="en"),
        b=Document("Work at height", body="ladders", language="en"),
        c=Document("Ladders", body="steps", former_titles=("Work at height",), language="en"),
    )
    assert set(best("Work at height")[:2]) == {"Work at height", "Ladders"}


def test_verified_goes_up_and_archived_down() -> None:
    put(
        a=Document("Archived", body=BODY, standing=0.2, at=NOW, language="en"),
        b=Document("Plain", body=BODY, at=NOW, language="en"),
        c=Document("Verified", body=BODY, standing=1.15, at=NOW, language="en"),
    )
    assert best() == ["Verified", "Plain", "Archived"]


def test_popularity_counts_a_little_and_less_each_year() -> None:
    put(
        a=Document("Plain", body=BODY, at=NOW, language="en"),
        b=Document("Popular now", body=BODY, at=NOW, weight=5, language="en"),
        c=Document("Popular once", body=BODY, at=NOW - timedelta(days=3000), weight=5, language="en"),
    )
    assert best()[0] == "Popular now"
    put(
        a=Document("Only a mention", body=f"{BODY} " + "and other things of no matter " * 20, weight=50, language="en"),
        b=Document("All about it", body="varnish varnish varnish", language="en"),
        c=Document("c"),
    )
    assert best()[0] == "All about it"


def test_only_news_age() -> None:
    old = NOW - timedelta(days=400)
    put(
        a=Document("Old news", body=BODY, at=old, is_news=True, language="en"),
        b=Document("Old rule", body=BODY, at=old, language="en"),
        c=Document("News", body=BODY, at=NOW, is_news=True, language="en"),
    )
    assert best()[-1] == "Old news"
    assert "Old rule" in best()[:2]


def test_tags_headings_summary_files_and_former_titles_are_found() -> None:
    put(
        a=Document("One", tags=("zinc",)),
        b=Document("Two", headings="zinc"),
        c=Document("Three", summary="zinc"),
        d=Document("Four", attachments="zinc"),
        e=Document("Five", former_titles=("zinc",)),
    )
    assert set(best("zinc")) == {"One", "Two", "Three", "Four", "Five"}


def test_a_document_of_two_languages_is_stemmed_in_both() -> None:
    text = "Nous réparons les machines de nos ateliers et les outils de tous.\nWe are travelling to the suppliers for the policies."
    put(a=Document("Mixte", body=text, language="fr"))
    assert best("machine réparer") == ["Mixte"]
    assert best("travel policy") == ["Mixte"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("week-end", "weekend"),
        ("weekend", "week-end"),
        ("weekend", "week end"),
        ("compte rendu", "compte-rendu"),
        ("l’onboarding", "on-boarding"),
        ("l'éco-conception", "écoconception"),
        ("aujourd’hui", "aujourd'hui"),
        ("cœur", "coeur"),
    ],
)
def test_compounds_are_found_however_they_are_joined(written: str, asked: str) -> None:
    put(a=Document("Page", body=f"Ici {written} là", language="fr"))
    assert best(asked) == ["Page"]


def test_synonyms_find_one_another_in_their_language_and_one_way_only_when_said() -> None:
    put(
        a=Document("A", body="réduction du temps de travail", language="fr"),
        b=Document("B", body="les RTT", language="fr"),
    )
    both = Settings((Synonyms(("RTT", "réduction du temps de travail"), language="fr"),))
    assert set(best("rtt", both)) == {"A", "B"}
    assert set(best("réductions du temps de travail", both)) == {"A", "B"}
    one_way = Settings((Synonyms(("RTT",), ("réduction du temps de travail",)),))
    assert set(best("rtt", one_way)) == {"A", "B"}
    assert best("rtt") == ["B"]


def test_a_kind_can_count_more() -> None:
    get_engine().update(
        {("article", 1): Document("A", body=BODY, at=NOW), ("idea", 1): Document("B", body=BODY, at=NOW)}
    )
    assert best(settings=Settings(boosts=(("idea", 2.0),))) == ["B", "A"]
    assert best(settings=Settings(boosts=(("article", 2.0),))) == ["A", "B"]


def test_a_bet_is_for_its_words_on_its_days() -> None:
    today = timezone.localdate()
    bet = Bet(("congés payés",), "article", 1, ends=today)
    assert bet.answers("Payé congé", today)
    assert not bet.answers("congés payés été", today)
    assert Bet(("congés",), "article", 1, anywhere=True).answers("mes congés d'été", today)
    assert not bet.answers("congés payés", today + timedelta(days=1))


def test_what_is_recommended_stands_first_with_its_note_for_those_who_may_see_it(employee: User) -> None:
    board = make_department("Board")
    closed = make_article("Closed page", space=make_space("Closed", departments=[board]))
    page, other = make_article("Canteen"), make_article("Lunch and dinner", body="<p>lunch lunch</p>")
    index(page, other, closed)
    make_bet(page, "lunch", note="Opening hours are there")
    make_bet(closed, "lunch", note="Secret note")
    results = find(employee, query_for(employee, "lunch"))
    assert [str(hit.object) for hit in results.first] == ["Canteen"]
    assert results.first[0].note == "Opening hours are there"
    insider = make_user(department=board)
    assert {str(hit.object) for hit in find(insider, query_for(insider, "lunch")).first} == {"Canteen", "Closed page"}


def test_an_article_is_found_by_the_title_it_once_had_and_never_by_that_of_a_draft(employee: User) -> None:
    article = make_article("Expense sheets")
    article.revise(by=employee, base_revision=None, title="Travel costs", publish=True)
    article.revise(by=employee, base_revision=None, title="Zeppelins", publish=False)
    article.refresh_from_db()
    index(article)
    assert ordered(employee, "expense sheets") == ["Travel costs"]
    assert titles(employee, "zeppelins") == set()


def test_a_half_typed_synonym_completes(employee: User, dispatch: Callable[[], None]) -> None:
    article = make_article("Payslip")
    index(article)
    dispatch()
    make_synonyms("payslip", "remuneration")
    dispatch()
    assert [str(hit.object) for hit in complete(employee, "remun")] == ["Payslip"]


def test_the_community_manager_tunes_on_the_site(cm: User, client_for: Callable[[User], Client]) -> None:
    article = make_article("Canteen")
    index(article)
    client = client_for(cm)
    apply(client, "/search/tuning/synonyms/new/", {"expressions": "canteen, refectory", "language": "en"})
    assert titles(cm, "refectory") == {"Canteen"}
    page = client.get("/search/tuning/recommended/new/", {"q": "canteen"}).content.decode()
    url = f"/search/tuning/recommended/new/article/{article.pk}/"
    assert url in page
    apply(client, url, {"patterns": "lunch", "note": "Here"})
    assert "Here" in client.get("/search/?q=lunch").content.decode()
    apply(client, "/search/tuning/weights/", dict.fromkeys(_kinds(), 1) | {"article": 2})
    assert KindBoost.objects.get().factor == 2
    assert client.get("/search/tuning/").status_code == 200
    apply(client, f"/search/tuning/recommended/{BestBet.objects.get().pk}/remove/")
    apply(client, f"/search/tuning/synonyms/{SynonymGroup.objects.get().pk}/remove/")
    assert titles(cm, "refectory") == set()
    verbs = list(Activity.objects.filter(verb__startswith="search.").order_by("pk").values_list("verb", flat=True))
    assert verbs[0] == "search.synonyms_changed"
    assert verbs[-1] == "search.synonyms_removed"
    assert Activity.objects.filter(actor=cm, verb="search.bet_changed").get().data["after"]["patterns"] == ["lunch"]


def apply(client: Client, url: str, data: dict[str, object] | None = None) -> None:
    """Send a form of the settings and apply what it proposes."""
    proposed = client.post(url, data or {})
    client.post(f"{proposed.headers['Location']}apply/")
    tuned.forget()


def _kinds() -> list[str]:
    from intranet.contributions.registry import registry

    return [kind.name for kind in registry.kinds() if kind.indexable is not None]


@pytest.mark.parametrize(
    "data",
    [
        {"expressions": "alone"},
        {"expressions": "***, two"},
        {"expressions": ""},
        {"expressions": "a, b", "language": "xx"},
    ],
)
def test_senseless_synonyms_are_refused_in_words(
    data: dict[str, str], cm: User, client_for: Callable[[User], Client]
) -> None:
    response = client_for(cm).post("/search/tuning/synonyms/new/", data)
    assert response.status_code == 422
    assert not SynonymGroup.objects.exists()
