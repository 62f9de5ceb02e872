"""What deciding in the room does, and who of two comes first."""

import pytest
from django.utils import timezone

from ideas.models import DeclineReason, Status
from intranet.notifications.models import Notification
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_review
from tests.reviewing_room.steps import decide, text

pytestmark = pytest.mark.django_db


def test_deciding_goes_on_to_the_next_that_waits_and_people_hear_of_it(client_for, leader, dispatch):
    author = make_user()
    first, second = make_idea(author, title="First"), make_idea(title="Second")
    review = make_review(first, second, by=leader)
    browser = client_for(leader)
    assert decide(browser, review, first)["Location"] == review.url("idea", second.pk)
    first.refresh_from_db()
    assert first.status == Status.PLANNED
    dispatch()
    assert Notification.objects.filter(recipient=author, activity__verb="idea.answered").count() == 1
    assert decide(browser, review, second, status="pilot")["Location"] == review.url("idea", second.pk)
    assert "2 of 2 ideas decided" in text(browser.get(review.get_absolute_url()))


@pytest.mark.parametrize("status", ["planned", "pilot", "needs_more"])
def test_each_decision_needs_words_and_keeps_what_was_chosen(client_for, leader, status):
    review = make_review(by=leader)
    response = decide(client_for(leader), review, entry_of(review).idea, status=status, answer="")
    assert response.status_code == 422
    assert "needs an official answer" in text(response)


@pytest.mark.parametrize("status", ["", "done", "submitted", "adored"])
def test_the_room_takes_its_four_decisions_only(client_for, leader, status):
    review = make_review(by=leader)
    response = decide(client_for(leader), review, entry_of(review).idea, status=status)
    assert response.status_code == 422
    assert "In spring." in text(response)


def test_the_second_of_two_leaders_reads_the_first_and_keeps_their_words(client_for, leader, cm):
    idea = make_idea()
    review = make_review(idea, by=leader)
    early, late = client_for(cm), client_for(leader)
    late.get(review.url("idea", idea.pk))
    decide(early, review, idea, answer="<p>Yes, in May.</p>")
    response = decide(late, review, idea, status="pilot", answer="<p>My own careful words</p>", expected=0)
    assert response.status_code == 409
    for shown in ("Somebody decided about this idea", "Yes, in May.", "My own careful words", cm.display_name):
        assert shown in text(response)
    idea.refresh_from_db()
    assert idea.status == Status.PLANNED
    assert decide(late, review, idea, status="pilot", answer="<p>My own careful words</p>").status_code == 302


def test_declining_takes_a_reason_and_planning_an_owner_and_a_date(client_for, leader, employee):
    first, second = make_idea(title="First"), make_idea(title="Second")
    review = make_review(first, second, by=leader)
    browser = client_for(leader)
    refused = decide(browser, review, first, status="declined", answer="<p>Not this year.</p>")
    assert refused.status_code == 422
    assert "Not this year." in text(refused)
    reason = DeclineReason.objects.filter(is_offered=True)[0]
    decide(browser, review, first, status="declined", answer="<p>Not this year.</p>", reason=reason.pk)
    assert first.decisions.get().reason == reason
    decide(browser, review, second, owner=f"@{employee.username}", due="2030-05-02")
    decision = second.decisions.get()
    assert (decision.owner, timezone.localtime(decision.due_at).date().isoformat()) == (employee, "2030-05-02")
    assert decide(browser, review, second, status="pilot", due="never").status_code == 422
