"""What counts as seen, and what forging does: nothing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from ideas.attention.counting import count_impressions
from ideas.attention.models import Attention, Impression, SeenIdeas
from intranet.accounts.models import Audience
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
URL = "/ideas/impressions/"


@pytest.fixture(autouse=True)
def quiet():
    cache.clear()


def see(browser, *ideas):
    answer = browser.post(URL, {"ideas": ",".join(str(getattr(idea, "pk", idea)) for idea in ideas)})
    assert answer.status_code == 204
    assert answer.content == b""


def viewers(idea):
    row = Attention.objects.filter(idea=idea).first()
    return (row.viewers, row.views) if row else (0, 0)


def test_an_idea_counts_a_person_once_and_a_view_once_a_day(client_for, employee, colleague):
    idea = make_idea()
    for person in (employee, colleague):
        for _twice in range(2):
            see(client_for(person), idea)
    count_impressions()
    assert viewers(idea) == (2, 2)
    see(client_for(employee), idea)
    assert count_impressions() == 0
    Impression.objects.update(day=timezone.localdate() - timedelta(days=1))
    see(client_for(employee), idea)
    count_impressions()
    assert viewers(idea) == (2, 3)


def test_departments_are_counted_apart(client_for):
    idea, legal, bakery = make_idea(), make_department("Legal"), make_department("Bakery")
    for department in (legal, legal, bakery, None):
        see(client_for(make_user(department=department)), idea)
    count_impressions()
    assert Attention.objects.get(idea=idea).seen_by == {str(legal.pk): 2, str(bakery.pk): 1}
    assert viewers(idea) == (4, 4)


def test_what_one_may_not_see_does_not_count(client_for, employee):
    legal = make_department("Legal")
    secret = make_idea(audience=Audience.objects.all().for_departments([legal]))
    see(client_for(employee), secret)
    assert not Impression.objects.exists()


def test_an_author_is_no_viewer_of_their_idea(client_for, employee):
    see(client_for(employee), make_idea(author=employee))
    assert not Impression.objects.exists()


@pytest.mark.parametrize(
    "sent",
    ["", "x", "1,x", "-1", "1,,2", "1\x00", "9" * 19, "९", ",".join(map(str, range(61))), "1" * 10_000, "1;2"],
)
def test_nonsense_is_swallowed(client_for, employee, sent):
    make_idea()
    assert client_for(employee).post(URL, {"ideas": sent}).status_code == 204
    assert client_for(employee).post(URL, {}).status_code == 204
    assert not Impression.objects.exists()


def test_inventing_ids_and_sending_too_often_do_nothing(client_for, employee, monkeypatch):
    monkeypatch.setattr("ideas.attention.views.time.time", lambda: 1_800_000_000)
    monkeypatch.setattr("ideas.attention.views.MOST_A_MINUTE", 3)
    idea = make_idea()
    see(client_for(employee), 999_999, idea, 0, 2**59)
    assert Impression.objects.count() == 1
    late = make_idea()
    for _again in range(3):
        see(client_for(employee), idea)
    see(client_for(employee), late)
    assert Impression.objects.count() == 1


def test_nobody_sees_more_in_a_day_than_a_person_can_look_at(client_for, employee, monkeypatch):
    monkeypatch.setattr("ideas.attention.views.MOST_A_DAY", 2)
    first, second, third = make_idea(), make_idea(), make_idea()
    see(client_for(employee), first, second)
    see(client_for(employee), third)
    assert Impression.objects.count() == 2


def test_a_get_is_refused(client_for, employee):
    assert client_for(employee).get(URL).status_code == 405


def test_the_buffer_is_emptied_and_the_memory_of_a_person_goes_with_them(client_for, employee):
    idea = make_idea()
    see(client_for(employee), idea)
    count_impressions()
    Impression.objects.update(day=timezone.localdate() - timedelta(days=3))
    count_impressions()
    assert not Impression.objects.exists()
    assert SeenIdeas.objects.get(person=employee).ids == {idea.pk}
    employee.delete()
    assert not SeenIdeas.objects.exists()
    assert viewers(idea) == (1, 1)


def test_whoever_supports_has_seen(employee, dispatch):
    idea = make_idea()
    idea.support(by=employee)
    dispatch()
    count_impressions()
    assert viewers(idea) == (1, 1)


def test_many_impressions_are_counted_in_batches(monkeypatch, client_for):
    monkeypatch.setattr("ideas.attention.counting.BATCH", 3)
    ideas = [make_idea() for _ in range(4)]
    for _person in range(4):
        see(client_for(make_user()), *ideas)
    assert count_impressions() == 16
    assert [viewers(idea) for idea in ideas] == [(4, 4)] * 4


def test_reading_the_page_of_an_idea_is_seeing_it(client_for, employee):
    idea = make_idea()
    assert f'data-idea="{idea.pk}"' in client_for(employee).get(idea.get_absolute_url()).content.decode()


def test_the_list_says_where_to_report(client_for, employee):
    make_idea()
    assert f'<parvis-seen data-url="{URL}"' in client_for(employee).get("/ideas/").content.decode()
