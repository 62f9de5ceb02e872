"""The answer clock: who owes an answer, until when; reminded once, late for everyone to see, cleared by answering."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.living import clock
from ideas.models import Idea, Status
from ideas.models.managed import Planned
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.notifications.models import Notification
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea
from tests.factories.living import decided, make_accepted
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def due(idea: Idea, **since) -> None:
    Idea.objects.filter(pk=idea.pk).update(answer_due_at=timezone.now() + timedelta(**since))
    idea.refresh_from_db()


def said(verb: str) -> int:
    return Activity.objects.filter(verb=verb).count()


def test_a_new_idea_is_owed_an_answer_after_the_days_of_its_campaign(client_for, employee):
    idea = make_idea()
    assert (idea.answer_due_at - idea.created_at).days == idea.campaign.answer_days == 30
    assert "Answer due by" in client_for(employee).get(idea.get_absolute_url()).content.decode()


def test_the_owner_is_reminded_once_before_it_is_due(leader, dispatch):
    idea = make_idea()
    idea.hand_to(leader, by=make_user())
    due(idea, days=2)
    for _time in range(3):
        clock.tick()
    dispatch()
    assert said("idea.answer_due") == 1
    assert said("idea.answer_overdue") == 0
    assert [n.recipient for n in Notification.objects.filter(activity__verb="idea.answer_due")] == [leader]


def test_overdue_is_said_once_and_to_everyone(client_for, leader, cm, employee, dispatch):
    idea = make_idea(title="Forgotten for long")
    idea.hand_to(leader, by=cm)
    due(idea, hours=-1)
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert "Answer overdue since" in page, "by the clock, before any worker ran"
    for _time in range(3):
        clock.tick()
    dispatch()
    assert said("idea.answer_overdue") == 1
    assert "Answer overdue" in client_for(employee).get(reverse("ideas:list")).content.decode()
    for person in (leader, cm):
        review = client_for(person).get(reverse("ideas:review"), {"status": "overdue"}).content.decode()
        assert "Forgotten for long" in review
        assert "Overdue since" in review
    lines = [str(line.title) for answer in registry.ask("home.waiting", leader) for line in answer]
    assert "Your answer to this idea is overdue" in lines
    assert "1 answer is overdue" in lines


def test_answering_clears_it(client_for, leader, employee):
    idea = make_idea()
    due(idea, days=-3)
    clock.tick()
    decided(idea, leader, "planned")
    assert idea.answer_due_at is idea.answer_overdue_at is None
    assert "overdue" not in client_for(employee).get(idea.get_absolute_url()).content.decode()


def test_moving_without_a_word_does_not(leader):
    idea = make_idea()
    due(idea, days=-3)
    decided(idea, leader, "under_review", answer="")
    assert idea.is_overdue


def test_a_promised_step_has_an_owner_and_a_day(client_for, leader, employee, dispatch):
    until = timezone.localdate() + timedelta(days=40)
    idea = make_idea()
    sent = {
        "status": "planned",
        "answer": "<p>Yes.</p>",
        "expected": 0,
        "owner": employee.username,
        "due": until.isoformat(),
    }
    assert client_for(leader).post(reverse("ideas:decide", args=[idea.pk]), sent).status_code == 302
    idea.refresh_from_db()
    assert (idea.answer_owner, timezone.localdate(idea.answer_due_at)) == (employee, until)
    assert idea.last_decision.owner == employee
    page = client_for(make_user()).get(idea.get_absolute_url()).content.decode()
    assert "Next step by" in page
    due(idea, days=-1)
    assert "Next step overdue since" in client_for(make_user()).get(idea.get_absolute_url()).content.decode()


@pytest.mark.parametrize("day", ["2001-01-01", "9999-12-31", "tomorrow", "2026-02-31"])
def test_a_day_that_cannot_be_is_refused_and_the_text_kept(client_for, leader, day):
    idea = make_idea()
    sent = {"status": "planned", "answer": "<p>My words</p>", "expected": 0, "due": day}
    response = client_for(leader).post(reverse("ideas:decide", args=[idea.pk]), sent)
    assert response.status_code == 422
    assert "My words" in response.content.decode()


def test_handing_over_tells_the_new_owner(client_for, leader, cm, dispatch):
    idea = make_idea()
    day = timezone.localdate() + timedelta(days=5)
    url = reverse("ideas:living:hand_over", args=[idea.pk])
    client_for(cm).post(url, {"owner": leader.username, "due": day.isoformat()})
    dispatch()
    idea.refresh_from_db()
    assert idea.answer_owner == leader
    assert timezone.localdate(idea.answer_due_at) == day
    assert Notification.objects.filter(recipient=leader, activity__verb="idea.handed_over").count() == 1
    assert client_for(leader).get(url).status_code == 200, "who owes it may hand it on"
    assert client_for(make_user()).get(url).status_code == 403


def test_an_owner_who_left_or_is_deleted_stops_nothing(client_for, leader, employee, dispatch):
    owner = make_user()
    idea = make_accepted(leader, owner=owner)
    due(idea, days=-1)
    owner.is_active = False
    owner.save()
    clock.tick()
    dispatch()
    assert client_for(employee).get(idea.get_absolute_url()).status_code == 200
    owner.delete()
    idea.refresh_from_db()
    assert idea.answer_owner is None
    assert client_for(employee).get(idea.get_absolute_url()).status_code == 200


def test_a_hidden_idea_is_not_announced_as_late():
    idea = make_idea()
    due(idea, days=-1)
    Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
    clock.tick()
    assert said("idea.answer_overdue") == 0


def test_asked_for_more_it_is_the_authors_turn(client_for, leader, cm, dispatch):
    author = make_user()
    idea = decided(make_idea(author), leader, "needs_more", answer="<p>How many racks?</p>")
    assert idea.answer_due_at is None
    assert idea.official_answer is None
    browser = client_for(author)
    page = browser.get(idea.get_absolute_url()).content.decode()
    assert "More is asked of the author" in page
    assert "How many racks?" in page
    lines = [str(line.title) for answer in registry.ask("home.waiting", author) for line in answer]
    assert "More is asked about your idea" in lines
    url = reverse("ideas:living:more", args=[idea.pk])
    assert client_for(make_user()).post(url, {"words": "<p>Twenty of them</p>"}).status_code == 403
    assert browser.post(url, {"words": ""}).status_code == 422
    assert browser.post(url, {"words": "<p>Twenty of them</p>"}).status_code == 302
    idea.refresh_from_db()
    assert idea.status == Status.UNDER_REVIEW
    assert idea.answer_due_at > timezone.now() + timedelta(days=29)
    assert "Twenty of them" in client_for(cm).get(idea.get_absolute_url()).content.decode()
    assert browser.post(url, {"words": "<p>And more still</p>"}).status_code == 422
    dispatch()
    assert Notification.objects.filter(recipient=leader, activity__verb="idea.more_given").count() == 1
    assert idea in Idea.objects.undecided()


def moved(campaign, by, *phases):
    """Have ``phases`` (opens, closes in days from now, acts) take the place of those that have not begun."""
    now = timezone.now()
    kept = [
        Planned(p.pk, p.title, p.opens_at, p.closes_at, tuple(p.acts)) for p in campaign.phases.filter(opens_at__lt=now)
    ]
    told = [Planned(None, "Next", now + timedelta(days=a), now + timedelta(days=b), acts) for a, b, acts in phases]
    campaign.set_phases(by=by, phases=[*kept, *told])


def test_a_due_date_follows_the_phase_in_which_one_decides_and_reminders_come_again(cm, leader, dispatch):
    soon, later = timedelta(days=5), timedelta(days=9)
    campaign = make_campaign(
        phases=[(timedelta(days=-2), timedelta(days=4), ("submit",)), (soon, later, ("decide",))], answer_days=10
    )
    idea, by_hand = make_idea(campaign=campaign), make_idea(campaign=campaign)
    by_hand.hand_to(leader, by=cm, due_at=timezone.now() + timedelta(days=20))
    before, kept = idea.answer_due_at, by_hand.answer_due_at
    Idea.objects.filter(pk=idea.pk).update(answer_reminded_at=timezone.now())
    moved(campaign, cm, (25, 40, ("decide",)))
    idea.refresh_from_db()
    by_hand.refresh_from_db()
    assert (idea.answer_due_at - before).days in (19, 20)
    assert idea.answer_reminded_at is None
    assert by_hand.answer_due_at == kept
    # No phase says any more when one decides: counted from when it was submitted, as without one.
    moved(campaign, cm, (25, 40, ("discuss",)))
    idea.refresh_from_db()
    assert (idea.answer_due_at - idea.created_at).days == 10
    # What that would make late at once is counted from now.
    moved(campaign, cm, (25, 40, ("decide",)))
    Idea.objects.update(created_at=timezone.now() - timedelta(days=100))
    moved(campaign, cm, (25, 40, ("discuss",)))
    idea.refresh_from_db()
    assert (idea.answer_due_at - timezone.now()).days == 9
