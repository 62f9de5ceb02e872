import datetime

import pytest
from django.utils import timezone

from intranet.accounts.models import Audience
from intranet.moderation import actions
from intranet.notifications.models import Notification
from intranet.recognition.choices import home_highlights
from intranet.recognition.models import Highlight
from tests.factories.discussions import make_room, make_thread
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def in_days(days):
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def titles(user, limit=10):
    return [item.title for item in home_highlights(user, limit)]


@pytest.fixture
def thread(employee):
    return make_thread(employee, title="Shorter meetings")


@pytest.fixture
def place(client_for, cm):
    client = client_for(cm)

    def send(thread, why="It says it all", until=None, follow=True):
        data = {"why": why, "until": in_days(7) if until is None else until}
        return client.post(f"/highlights/thread/{thread.pk}/", data, follow=follow)

    return send


def test_a_highlight_shows_on_everybodys_home_page_with_a_word_on_why(place, thread, colleague, client_for):
    assert place(thread).status_code == 200
    html = client_for(colleague).get("/").content.decode()
    assert "Shorter meetings" in html
    assert "It says it all" in html


def test_its_author_is_thanked_once(place, thread, employee, dispatch):
    place(thread)
    place(thread, why="Said better")
    dispatch()
    thanks = Notification.objects.filter(recipient=employee, activity__verb="contribution.highlighted")
    assert thanks.count() == 1


def test_changing_a_highlight_keeps_one(place, thread, colleague):
    place(thread)
    place(thread, why="Said better")
    assert [item.why for item in home_highlights(colleague, 4)] == ["Said better"]


def test_it_leaves_the_home_page_after_its_last_day(place, thread, colleague):
    place(thread, until=in_days(0))
    assert titles(colleague) == ["Shorter meetings"]
    Highlight.objects.update(until=in_days(-1))
    assert titles(colleague) == []
    place(thread, why="Again")
    assert [item.why for item in home_highlights(colleague, 4)] == ["Again"]


def test_it_can_be_ended_early_and_ending_twice_changes_nothing(place, thread, colleague, client_for, cm):
    place(thread)
    client = client_for(cm)
    url = f"/highlights/{Highlight.objects.get().pk}/end/"
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 302
    assert titles(colleague) == []
    assert "Shorter meetings" in client.get("/highlights/").content.decode()


def test_only_those_who_may_see_it_see_its_highlight(place, colleague, cm):
    legal = make_department("Legal")
    lawyer = make_user(department=legal)
    type(cm).objects.filter(pk=cm.pk).update(department=legal)
    room = make_room("Closed", audience=Audience.objects.all().for_departments([legal]))
    place(make_thread(lawyer, room=room, title="Only for lawyers"))
    assert titles(colleague) == []
    assert titles(lawyer) == ["Only for lawyers"]


def test_what_is_hidden_is_highlighted_no_more(place, thread, colleague, cm):
    place(thread)
    actions.hide(thread, by=cm, reason="No", clause=None)
    assert titles(colleague) == []


@pytest.mark.parametrize(
    ("why", "until"),
    [("", None), ("x" * 281, None), ("Fine", in_days(-1)), ("Fine", in_days(91)), ("Fine", "soon"), ("a\x00b", None)],
)
def test_what_cannot_be_is_refused_and_kept(place, thread, why, until):
    response = place(thread, why=why, until=until)
    assert response.status_code == 422
    assert not Highlight.objects.exists()


@pytest.mark.parametrize("kind", ["post", "clause", "person", "nothing"])
def test_only_what_can_be_highlighted_is(client_for, cm, thread, kind):
    assert client_for(cm).get(f"/highlights/{kind}/{thread.pk}/").status_code == 404


def test_only_the_community_manager_chooses(client_for, thread, employee, leader, admin_user, cm, client):
    urls = ["/highlights/", f"/highlights/thread/{thread.pk}/"]
    expected = {employee: 403, leader: 403, cm: 200, admin_user: 200}
    for user, status in expected.items():
        for url in urls:
            assert client_for(user).get(url).status_code == status, (user, url)
    assert client_for(employee).post("/highlights/1/end/").status_code == 403
    assert client_for(cm).post("/highlights/1/end/").status_code == 404
    assert client_for(cm).get("/highlights/1/end/").status_code == 405
    assert client_for(cm).get(f"/highlights/thread/{'9' * 19}/").status_code == 404
    assert client.get("/highlights/").status_code == 302


def test_the_home_page_asks_the_same_number_of_questions_for_one_and_for_many(
    employee, colleague, cm, django_assert_num_queries
):
    from intranet.contributions.registry import registry

    def place_some(count):
        for n in range(count):
            made = make_thread(make_user(), title=f"Thread {n}")
            Highlight.objects.place(made, kind=registry.kind("thread"), by=cm, why="Why", until=timezone.localdate())

    place_some(1)
    assert len(home_highlights(colleague, 4)) == 1  # warm: content types, permissions
    with django_assert_num_queries(2):
        home_highlights(colleague, 4)
    place_some(19)
    with django_assert_num_queries(2):
        assert len([item.url for item in home_highlights(colleague, 4)]) == 4
