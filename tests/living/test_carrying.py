"""An accepted idea in public: milestones, progress, what was expected and what came, what was learned; who hears of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ideas.living.models import Measurement, Milestone, Outcome
from ideas.models import Idea, Status
from intranet.notifications.models import Follow, Notification
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article
from tests.factories.living import NEW_WORDS, decided, make_accepted, make_declined
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
EXPECTED = {
    "what": "expected",
    "expected-measure": "Bicycles outside the racks",
    "expected-target": "2",
    "expected-baseline": "12",
}


def url(name, idea, *more):
    return reverse(f"ideas:living:{name}", args=[idea.pk, *more])


def page(browser, idea):
    return browser.get(idea.get_absolute_url()).content.decode()


def test_who_was_given_it_carries_it_out_in_public(client_for, leader, employee, dispatch):
    owner = make_user()
    idea = make_accepted(leader, owner=owner)
    supporter = make_user()
    idea.support(by=supporter)
    browser, day = client_for(owner), (timezone.localdate() + timedelta(days=9)).isoformat()
    assert browser.post(url("milestones", idea), {"title": "First racks", "due_on": day}).status_code == 302
    assert "First racks" in page(client_for(employee), idea)
    milestone = Milestone.objects.get()
    browser.post(url("reached", idea, milestone.pk))
    browser.post(url("reached", idea, milestone.pk))
    assert "milestone reached" in page(client_for(employee), idea)
    assert browser.post(url("progress", idea), {"words": "<p>Holes are drilled.</p>"}).status_code == 302
    assert "<p>Holes are drilled.</p>" in page(client_for(employee), idea)
    dispatch()
    told = Notification.objects.filter(recipient=supporter, activity__target_id=idea.pk)
    going_on = [n.activity.verb for n in told if n.activity.verb != "idea.answered"]
    assert going_on == ["idea.progress"], "what goes on is one unread line, the latest"


def test_an_unread_line_is_replaced_and_a_read_one_stays(client_for, leader, dispatch):
    idea = make_accepted(leader)
    supporter = make_user()
    idea.support(by=supporter)
    browser = client_for(leader)
    for number in range(3):
        browser.post(url("progress", idea), {"words": f"<p>Word {number}</p>"})
    dispatch()
    mine = Notification.objects.filter(recipient=supporter, activity__verb="idea.progress")
    assert mine.count() == 1
    mine.update(read_at=timezone.now())
    browser.post(url("progress", idea), {"words": "<p>Word again</p>"})
    dispatch()
    assert mine.count() == 2


def test_others_do_not(client_for, leader, employee):
    idea = make_accepted(leader)
    milestone = Milestone.objects.create(idea=idea, title="x")
    browser = client_for(employee)
    for name in ("milestones", "progress", "outcome", "close"):
        assert browser.post(url(name, idea)).status_code == 403
    for name in ("reached", "drop_milestone"):
        assert browser.post(url(name, idea, milestone.pk)).status_code == 403
    assert client_for(leader).post(url("reached", make_idea(), milestone.pk)).status_code == 404


def test_nothing_is_carried_out_before_it_is_accepted(client_for, leader):
    idea = make_idea()
    browser = client_for(leader)
    for name, sent in (
        ("milestones", {"title": "Too early"}),
        ("progress", {"words": "<p>Too early still</p>"}),
        ("outcome", EXPECTED),
        ("close", {"learned": "<p>Nothing was done</p>"}),
    ):
        answer = browser.post(url(name, idea), sent)
        assert answer.status_code in (200, 422), name
        assert "this can no longer be done" in answer.content.decode()
    assert not Milestone.objects.exists()
    assert not Outcome.objects.exists()


def test_a_milestone_is_taken_back_until_it_is_reached(client_for, leader):
    idea = make_accepted(leader)
    browser = client_for(leader)
    browser.post(url("milestones", idea), {"title": "One"})
    milestone = Milestone.objects.get()
    browser.post(url("drop_milestone", idea, milestone.pk))
    assert not Milestone.objects.exists()
    browser.post(url("milestones", idea), {"title": "Two"})
    reached = Milestone.objects.get()
    browser.post(url("reached", idea, reached.pk))
    browser.post(url("drop_milestone", idea, reached.pk))
    assert Milestone.objects.exists()


def test_the_owner_of_a_milestone_says_that_it_is_reached(client_for, leader, employee, dispatch):
    idea = make_accepted(leader)
    client_for(leader).post(url("milestones", idea), {"title": "One", "owner": employee.username})
    dispatch()
    assert Notification.objects.filter(recipient=employee, activity__verb="idea.milestone_added").count() == 1
    assert client_for(employee).post(url("reached", idea, Milestone.objects.get().pk)).status_code == 302
    assert Milestone.objects.get().reached_at


@pytest.mark.parametrize(
    "sent",
    [{}, {"title": "  "}, {"title": "x" * 300}, {"title": "x", "due_on": "1999-01-01"}, {"title": "x", "owner": "?"}],
)
def test_milestones_that_mean_nothing_are_refused(client_for, leader, sent):
    idea = make_accepted(leader)
    assert client_for(leader).post(url("milestones", idea), sent).status_code == 422


def test_what_came_is_measured_against_what_was_expected(client_for, leader, employee):
    idea = make_accepted(leader)
    browser = client_for(leader)
    early = browser.post(url("outcome", idea), {"what": "measured", "measured-value": "4"})
    assert early.status_code == 422
    assert browser.post(url("outcome", idea), EXPECTED).status_code == 302
    assert browser.post(url("outcome", idea), {**EXPECTED, "expected-target": "3"}).status_code == 302, "until measured"
    browser.post(url("outcome", idea), EXPECTED)
    assert browser.post(url("outcome", idea), {"what": "measured", "measured-value": "4.5"}).status_code == 302
    shown = page(client_for(employee), idea)
    for words in ("Bicycles outside the racks", "Measured: 4.5", "75 % of what was expected"):
        assert words in shown
    moved = browser.post(url("outcome", idea), {**EXPECTED, "expected-target": "9"})
    assert moved.status_code == 422, "nobody moves a target that was shot at"
    assert Outcome.objects.get().target == Decimal(2)


@pytest.mark.parametrize(
    "sent",
    [
        {"expected-target": ""},
        {"expected-target": "NaN"},
        {"expected-target": "1e400"},
        {"expected-target": "12"},
        {"expected-measure": ""},
        {"expected-measure": "x" * 300},
        {"expected-measure_on": "1990-01-01"},
    ],
)
def test_expectations_that_cannot_be_are_refused(client_for, leader, sent):
    idea = make_accepted(leader)
    assert client_for(leader).post(url("outcome", idea), {**EXPECTED, **sent}).status_code == 422


@pytest.mark.parametrize(
    "sent", [{"value": ""}, {"value": "much"}, {"value": "1", "on": "2999-01-01"}, {"value": "1", "on": "1066-01-01"}]
)
def test_measurements_that_cannot_be_are_refused(client_for, leader, sent):
    idea = make_accepted(leader)
    browser = client_for(leader)
    browser.post(url("outcome", idea), EXPECTED)
    prefixed = {f"measured-{name}": value for name, value in sent.items()}
    assert browser.post(url("outcome", idea), {"what": "measured", **prefixed}).status_code == 422
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("baseline", "target", "value", "percent"),
    [
        ("12", "2", "12", 0),
        ("12", "2", "2", 100),
        ("12", "2", "17", -50),
        (None, "200", "50", 25),
        ("5", "5", "9", None),
    ],
)
def test_how_much_came_is_counted_on_the_way_from_before_to_expected(baseline, target, value, percent):
    outcome = Outcome(baseline=baseline and Decimal(baseline), target=Decimal(target))
    assert outcome.reached(Decimal(value)) == percent


def test_closing_asks_for_the_article_or_a_note(client_for, leader, employee):
    article = make_article(title="Racks that hold")
    idea = make_accepted(leader)
    browser = client_for(leader)
    decided(idea, leader, "done")
    assert "Still open: what was learned" in page(browser, idea)
    assert browser.post(url("close", idea), {}).status_code == 422
    unknown = browser.post(url("close", idea), {"article": "No such thing"})
    assert unknown.status_code == 422
    assert "No article that you can read is called" in unknown.content.decode()
    assert browser.post(url("close", idea), {"article": "racks that HOLD"}).status_code == 302
    shown = page(client_for(employee), idea)
    assert "what was learned" in shown
    assert article.get_absolute_url() in shown
    again = browser.post(url("close", idea), {"learned": "<p>Second thoughts</p>"})
    assert again.status_code == 422


def test_a_note_is_enough_and_an_article_that_goes_leaves_no_trace(client_for, leader, employee):
    article = make_article(title="Racks that hold")
    idea = decided(make_accepted(leader), leader, "done")
    client_for(leader).post(url("close", idea), {"article": "Racks that hold", "learned": "<p>Measure twice.</p>"})
    article.unpublish()
    shown = page(client_for(employee), idea)
    assert "<p>Measure twice.</p>" in shown
    assert "Racks that hold" not in shown


def test_titles_are_offered_while_one_types(client_for, leader):
    make_article(title="Racks that hold")
    answer = client_for(leader).get(reverse("ideas:living:articles"), {"article": "rack"})
    assert "Racks that hold" in answer.content.decode()


def test_everyone_concerned_hears_of_each_step_once(leader, cm, dispatch, client_for):
    """Somebody who wrote it, supports it, follows it and wrote in its thread is one person."""
    author, friend, supporter, follower, talker, muted = (make_user() for _number in range(6))
    idea = make_idea(author)
    idea.invite(friend, by=author)
    idea.join(by=friend)
    for person in (supporter, friend, muted):
        idea.support(by=person)
    for person in (follower, friend, supporter):
        Follow.objects.follow(person, idea)
    Follow.objects.unfollow(muted, idea)
    client_for(talker).post(f"/discussions/{idea.discussion_id}/posts/", {"body": "<p>Good.</p>"})
    if not Follow.objects.is_following(talker, idea):
        Follow.objects.follow(talker, idea, automatic=True)
    idea.refresh_from_db()
    decided(idea, leader, "declined")
    idea.appeal(by=author, words=NEW_WORDS)
    decided(idea, cm, "planned")
    decided(idea, leader, "done")
    client_for(leader).post(url("close", idea), {"learned": "<p>It was worth it.</p>"})
    dispatch()
    dispatch()
    steps = Notification.objects.filter(
        activity__target_id=idea.pk, recipient__in=[friend, supporter, follower, talker]
    )
    for verb, times in (("idea.answered", 2), ("idea.appealed", 1), ("idea.appeal_answered", 1), ("idea.closed", 1)):
        for person in (friend, supporter, follower, talker):
            assert steps.filter(recipient=person, activity__verb=verb).count() == times, (verb, person)
    assert not Notification.objects.filter(recipient=muted, activity__target_id=idea.pk).exists()


def test_the_page_stays_within_its_queries_however_long_its_life(client_for, leader, cm, employee):
    short = make_idea()
    author = make_user()
    long = make_declined(leader, author)
    long.appeal(by=author, words=NEW_WORDS)
    decided(long, cm, "planned")
    friend = make_user()
    long.invite(friend, by=author)
    long.join(by=friend)
    browser = client_for(leader)
    for number in range(8):
        browser.post(url("milestones", long), {"title": f"Step {number}"})
        browser.post(url("progress", long), {"words": f"<p>Word {number}</p>"})
    for milestone in Milestone.objects.all()[:4]:
        browser.post(url("reached", long, milestone.pk))
    browser.post(url("outcome", long), EXPECTED)
    browser.post(url("outcome", long), {"what": "measured", "measured-value": "4"})
    reader = client_for(employee)
    counts = {}
    for name, idea in (("short", short), ("long", long)):
        page(reader, idea)
        with CaptureQueriesContext(connection) as queries:
            page(reader, idea)
        counts[name] = len(queries)
    assert counts["long"] <= counts["short"] + 2, counts
    assert counts["long"] <= 12, counts


def test_a_hidden_ideas_life_is_hidden(client_for, leader, employee):
    idea = make_accepted(leader)
    client_for(leader).post(url("progress", idea), {"words": "<p>Secret progress</p>"})
    Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
    assert "Secret progress" not in page(client_for(employee), idea)
    assert client_for(leader).get(url("progress", idea)).status_code == 404
    assert Idea.objects.get(pk=idea.pk).status == Status.PLANNED
