"""Tuning in the open: tried, seen, applied, told, undone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intranet.accounts.models import User
from intranet.search import tuned
from intranet.search.measuring import trying
from intranet.search.measuring.models import Asked, Change, Judgement
from intranet.search.models import BestBet, KindBoost, SynonymGroup
from knowledge.models import ArticlePage
from tests.factories.knowledge import make_article, make_space
from tests.factories.measuring import make_asked, make_change
from tests.factories.people import make_department, make_user
from tests.factories.search import make_bet
from tests.search.indexed import index, titles

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]

SYNONYMS = {"expressions": "canteen, refectory", "leads_to": "", "language": ""}


@pytest.fixture
def canteen(db: None) -> ArticlePage:
    article = make_article(title="Canteen")
    index(article)
    return article


def judge(text: str, article: ArticlePage, grade: int = 3) -> Judgement | None:
    return Judgement.objects.judge(text, "article", article.pk, by=None, source=Judgement.Source.HAND, grade=grade)


def test_a_change_is_tried_before_it_holds_and_can_be_undone(
    cm: User, leader: User, canteen: ArticlePage, client_for: Browser
) -> None:
    judge("refectory", canteen)
    client = client_for(cm)
    url = client.post("/search/tuning/synonyms/new/", SYNONYMS).headers["Location"]
    change = Change.objects.get()
    assert not SynonymGroup.objects.exists()
    assert titles(cm, "refectory") == set()
    assert change.verdicts.counts == {"worse": 0, "better": 1, "other": 0, "same": 0}
    page = client.get(url).content.decode()
    assert "New synonyms: canteen, refectory" in page
    assert "0.00 → 1.00" in page
    client.post(f"{url}apply/")
    tuned.forget()
    assert titles(cm, "refectory") == {"Canteen"}
    content = client_for(leader).get("/search/changes/").content.decode()
    assert "canteen, refectory" in content
    assert "better: 1" in content
    undoing = client.post(f"{url}undo/").headers["Location"]
    assert Change.objects.latest("pk").verdicts.counts["worse"] == 1
    assert SynonymGroup.objects.exists()
    client.post(f"{undoing}apply/")
    tuned.forget()
    assert titles(cm, "refectory") == set()
    client.post(f"{client.post(f'{undoing}undo/').headers['Location']}apply/")
    tuned.forget()
    assert titles(cm, "refectory") == {"Canteen"}


def test_queries_of_last_month_show_what_changes_when_nobody_judged(
    cm: User, canteen: ArticlePage, client_for: Browser
) -> None:
    make_asked("refectory")
    make_asked("something else")
    client = client_for(cm)
    url = client.post("/search/tuning/synonyms/new/", SYNONYMS).headers["Location"]
    assert Change.objects.get().verdicts.counts == {"worse": 0, "better": 0, "other": 1, "same": 1}
    assert "refectory" in client.get(url).content.decode()


def test_recommending_and_weights_are_tried_too(cm: User, canteen: ArticlePage, client_for: Browser) -> None:
    judge("lunch", canteen)
    client = client_for(cm)
    client.post(f"/search/tuning/recommended/new/article/{canteen.pk}/", {"patterns": "lunch"})
    change = Change.objects.get()
    assert change.verdicts.counts["better"] == 1
    client.post(f"/search/changes/{change.pk}/apply/")
    assert BestBet.objects.get().target == canteen
    data = {"article": 2, **dict.fromkeys(["idea", "thread", "post", "person", "clause", "space", "question"], 1)}
    data |= {name: data.get(name, 1) for name in _kinds()}
    client.post("/search/tuning/weights/", data)
    client.post(f"/search/changes/{Change.objects.latest('pk').pk}/apply/")
    assert KindBoost.objects.get().factor == 2
    client.post("/search/tuning/weights/", dict.fromkeys(_kinds(), 1))
    client.post(f"/search/changes/{Change.objects.latest('pk').pk}/apply/")
    assert not KindBoost.objects.exists()


def _kinds() -> list[str]:
    from intranet.contributions.registry import registry

    return [kind.name for kind in registry.kinds() if kind.indexable is not None]


def test_a_proposal_that_somebody_overtook_is_not_applied(cm: User, canteen: ArticlePage, client_for: Browser) -> None:
    client = client_for(cm)
    bet = make_bet(canteen, "lunch")
    url = client.post(f"/search/tuning/recommended/{bet.pk}/", {"patterns": "dinner"}).headers["Location"]
    bet.patterns = "supper"
    bet.change(by=cm)
    assert "meanwhile" in client.post(f"{url}apply/", follow=True).content.decode()
    assert BestBet.objects.get().patterns == "supper"


def test_applying_twice_applies_once(cm: User, client_for: Browser) -> None:
    change = make_change(cm)
    for _time in range(2):
        client_for(cm).post(f"/search/changes/{change.pk}/apply/")
    assert SynonymGroup.objects.count() == 1


def test_what_changes_nothing_is_said(cm: User, canteen: ArticlePage, client_for: Browser) -> None:
    bet = make_bet(canteen, "lunch")
    answer = client_for(cm).post(f"/search/tuning/recommended/{bet.pk}/", {"patterns": "lunch"}, follow=True)
    assert "Nothing changed." in answer.content.decode()
    assert not Change.objects.exists()


def test_the_leadership_reads_no_query_and_no_title_that_it_may_not_see(
    cm: User, leader: User, client_for: Browser
) -> None:
    board = make_department("Board")
    insider = make_user(department=board)
    closed = make_article(title="Merger plan", by=insider, space=make_space(departments=[board]))
    make_asked("my divorce")
    change = make_change(cm)
    trying.start(change, cm)
    edit = {"kind": "article", "target_type_id": 1, "target_id": closed.pk, "patterns": "future", "anywhere": False}
    edit |= {"note": "", "starts": None, "ends": None}
    Change.objects.create(
        edits=[{"model": "bet", "pk": 1, "before": edit, "after": None}], state="applied", applied_by=cm
    )
    client = client_for(leader)
    content = client.get("/search/changes/").content.decode()
    assert "future" in content
    assert "Merger" not in content
    assert "divorce" not in content
    assert client.get(f"/search/changes/{change.pk}/").status_code == 403


def test_trying_is_bounded_and_goes_on_in_the_worker(
    cm: User, canteen: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make_asked(f"canteen {number}", cm)
    rows = [Asked(person=cm, text=f"w{n}", key=f"w{n}", language="en", results=0) for n in range(300)]
    Asked.objects.bulk_create(rows)
    assert len(trying.queries_to_try()) == trying.MOST_QUERIES
    monkeypatch.setattr(trying, "AT_ONCE", 0.0)
    change = make_change(cm)
    with CaptureQueriesContext(connection) as asked:
        trying.start(change, cm)
    assert len(asked) < 20
    assert not change.verdicts.done
    trying.finish.call(change.pk, cm.pk)
    change.refresh_from_db()
    assert change.verdicts.done
    assert sum(change.verdicts.counts.values()) == trying.MOST_QUERIES


def test_right_answers_are_kept_by_hand_and_removed(cm: User, canteen: ArticlePage, client_for: Browser) -> None:
    client = client_for(cm)
    assert f"article:{canteen.pk}" in client.get("/search/judgements/?q=canteen").content.decode()
    client.post("/search/judgements/", {"q": "Lunch  place", "page": f"article:{canteen.pk}", "grade": "2"})
    client.post("/search/judgements/", {"q": "place lunch", "page": f"article:{canteen.pk}", "grade": "3"})
    row = Judgement.objects.get()
    assert (row.text, row.grade, row.by) == ("lunch place", 3, cm)
    for bad in (
        {"grade": "9"},
        {"page": "article:999999"},
        {"page": "x"},
        {"q": "***"},
        {"q": "\x00"},
        {"q": "x" * 400},
    ):
        good = {"q": "food", "page": f"article:{canteen.pk}", "grade": "3"}
        assert client.post("/search/judgements/", good | bad).status_code == 302
    assert Judgement.objects.count() == 1
    client.post(f"/search/judgements/{row.pk}/remove/")
    assert not Judgement.objects.exists()


def test_weak_signs_are_offered_and_never_taken(cm: User, canteen: ArticlePage, client_for: Browser) -> None:
    client_for(make_user()).post(
        "/knowledge/questions/ask/answered/", {"by": f"article:{canteen.pk}", "title": "Where do I eat?"}
    )
    for _person in range(3):
        make_asked("lunch", dwelt=True, clicked_kind="article", clicked_id=canteen.pk)
    for _person in range(2):
        make_asked("dinner", dwelt=True, clicked_kind="article", clicked_id=canteen.pk)
    content = client_for(cm).get("/search/judgements/").content.decode()
    assert "lunch" in content
    assert "dinner" not in content
    assert "where do i eat?" in content
    assert not Judgement.objects.exists()


def test_ndcg_is_one_for_the_best_order_and_less_for_another() -> None:
    grades = {("article", 1): 3, ("article", 2): 1}
    assert trying.ndcg([("article", 1), ("article", 2)], grades) == 1
    assert 0 < trying.ndcg([("article", 2), ("article", 1)], grades) < 1
    assert trying.ndcg([("article", 3)], grades) == 0
