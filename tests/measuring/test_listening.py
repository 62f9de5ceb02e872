"""What is written down of a search, what never is, and for how long."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from intranet.accounts.models import User
from intranet.search.measuring import settling
from intranet.search.measuring.models import Asked, Day, TopQuery
from tests.factories.knowledge import make_article, make_space
from tests.factories.measuring import make_asked, work
from tests.factories.people import make_department, make_user
from tests.search.indexed import index

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def outcomes() -> dict[str, str]:
    return dict(Asked.objects.order_by("at").values_list("text", "outcome"))


def test_a_search_costs_one_insert_and_typing_in_the_palette_none(employee: User, client_for: Browser) -> None:
    index(make_article(title="Bike allowance"))
    client = client_for(employee)
    client.get("/search/?q=bike")
    with CaptureQueriesContext(connection) as page:
        client.get("/search/?q=Bike  Allowance")
    written = [query["sql"] for query in page.captured_queries if not query["sql"].startswith("SELECT")]
    assert len([sql for sql in written if "measuring" in sql]) == 1
    for typed in ("b", "bi", "bik"):
        client.get(f"/search/palette/?q={typed}")
    assert [row.text for row in Asked.objects.order_by("at")] == ["bike", "bike allowance"]
    assert Asked.objects.latest("at").results == 1


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Dest": "image"}, {"Sec-Purpose": "prefetch"}])
def test_what_nobody_went_to_is_not_written_down(headers: dict[str, str], employee: User, client_for: Browser) -> None:
    assert client_for(employee).get("/search/?q=bike", headers=headers).status_code == 200
    assert not Asked.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "***", "\x00\x01", "by:elise", "-bike", "\u202e"])
def test_a_search_without_a_word_is_not_written_down(text: str, employee: User, client_for: Browser) -> None:
    assert client_for(employee).get("/search/", {"q": text}).status_code == 200
    assert not Asked.objects.exists()


def test_a_very_long_search_is_kept_short(employee: User, client_for: Browser) -> None:
    client_for(employee).get("/search/", {"q": "bicyclette " * 1000})
    assert len(Asked.objects.get().text) <= 200


def test_opening_a_result_is_told_once_by_who_searched_and_of_what_they_may_see(
    employee: User, colleague: User, client_for: Browser
) -> None:
    article = make_article(title="Bike allowance")
    closed = make_article(title="Board", space=make_space(departments=[make_department("Board")]))
    row = make_asked("bike", employee, results=2, at=timezone.now())
    url = f"/search/heard/{row.pk}/"
    client_for(colleague).post(url, {"hit": f"article:{article.pk}", "rank": "1"})
    client_for(employee).post(url, {"hit": f"article:{closed.pk}", "rank": "1"})
    row.refresh_from_db()
    assert row.outcome == "open"
    client_for(employee).post(url, {"hit": f"article:{article.pk}", "rank": "2"})
    client_for(employee).post(url, {"hit": f"article:{article.pk}", "rank": "1"})
    row.refresh_from_db()
    assert (row.outcome, row.clicked_kind, row.clicked_id, row.clicked_rank) == ("clicked", "article", article.pk, 2)


def test_a_click_needs_the_token_of_the_page(employee: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(employee)
    assert client.post("/search/heard/", {"q": "bike"}).status_code == 403


def test_a_sitting_at_the_palette_is_one_row(employee: User, client_for: Browser) -> None:
    article = make_article(title="Bike allowance")
    client = client_for(employee)
    client.post("/search/heard/", {"q": "bik", "results": 3, "hit": f"article:{article.pk}", "rank": 2})
    client.post("/search/heard/", {"q": "xyz", "results": 0})
    client.post("/search/heard/", {"q": "x", "results": 0})
    assert outcomes() == {"bik": "clicked", "xyz": "zero"}


def test_nobody_fills_the_log_through_the_palette(employee: User, client_for: Browser) -> None:
    client = client_for(employee)
    for number in range(35):
        assert client.post("/search/heard/", {"q": f"word{number}"}).status_code == 204
    assert Asked.objects.count() == 30


def test_how_a_search_ended(employee: User, colleague: User) -> None:
    at = timezone.now() - timedelta(hours=1)
    make_asked("bike", employee, results=3, at=at)
    make_asked("bicycle money", employee, results=3, at=at + timedelta(seconds=20))
    make_asked("helmet", employee, at=at + timedelta(minutes=2))
    make_asked("bike", colleague, results=3, at=at + timedelta(seconds=1), outcome="clicked", clicked_at=at)
    settling.settle()
    assert list(Asked.objects.order_by("at").values_list("text", "outcome", "followed")) == [
        ("bike", "reformulated", True),
        ("bike", "clicked", False),
        ("bicycle money", "abandoned", False),
        ("helmet", "zero", False),
    ]
    assert Asked.objects.get(person=colleague).dwelt


def test_what_is_typed_on_or_asked_twice_is_one_search(employee: User) -> None:
    at = timezone.now() - timedelta(hours=1)
    for seconds, text in enumerate(("bic", "bicyc", "bicycles", "Bicycle")):
        make_asked(text, employee, results=1, at=at + timedelta(seconds=seconds))
    settling.settle()
    assert outcomes() == {"bicycle": "abandoned"}


def test_the_last_five_minutes_are_not_judged_yet(employee: User) -> None:
    make_asked("bike", employee, results=1, at=timezone.now() - timedelta(minutes=4))
    settling.settle()
    assert outcomes() == {"bike": "open"}


def test_names_go_after_30_days_and_rows_after_the_time_set(employee: User, settings: Settings) -> None:
    settings.PARVIS_SEARCH_LOG_DAYS = 90
    now = timezone.now()
    make_asked("new", employee, at=now - timedelta(days=29))
    make_asked("old", employee, at=now - timedelta(days=31))
    make_asked("gone", employee, at=now - timedelta(days=91))
    settling.forget()
    assert dict(Asked.objects.values_list("text", "person")) == {"new": employee.pk, "old": None}


def test_a_person_who_is_deleted_leaves_no_name(employee: User) -> None:
    person = make_user()
    make_asked("bike", person)
    person.delete()
    assert Asked.objects.get().person is None


def test_the_community_manager_sees_shares_by_week_and_only_what_three_people_asked(
    cm: User, client_for: Browser
) -> None:
    for _person in range(3):
        make_asked("bike allowance")
    for _person in range(2):
        make_asked("my divorce")
    work()
    content = client_for(cm).get("/search/insight/").content.decode()
    assert "bike allowance" in content
    assert "my divorce" not in content
    assert "100" in content
    assert TopQuery.objects.get().people == 3
    assert sum(Day.objects.values_list("zero", flat=True)) == 5


def test_the_page_of_numbers_costs_the_same_with_many(cm: User, client_for: Browser) -> None:
    client, counts = client_for(cm), []
    for size in (1, 20):
        for number in range(size):
            for _person in range(3):
                make_asked(f"word{number}")
        work()
        client.get("/search/insight/")
        with CaptureQueriesContext(connection) as page:
            client.get("/search/insight/")
        counts.append(len(page))
    assert counts[0] == counts[1]
