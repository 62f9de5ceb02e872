"""Declining needs a reason and words; its author can appeal once, with something new."""

from functools import partial

import pytest
from django.urls import reverse

from ideas.errors import AppealedAlready, ReasonRequired
from ideas.models import DeclineReason, Idea, Status
from intranet.accounts.models import User
from intranet.notifications.models import Notification
from tests.factories.ideas import make_idea
from tests.factories.living import NEW_WORDS, decided, make_declined
from tests.factories.people import make_user
from tests.threads import raised_at_once

pytestmark = pytest.mark.django_db


def appeal(browser, idea, words=NEW_WORDS):
    return browser.post(reverse("ideas:living:appeal", args=[idea.pk]), {"words": words})


def test_declining_needs_a_reason_from_the_list_and_words(client_for, leader, employee):
    idea = make_idea()
    url = reverse("ideas:decide", args=[idea.pk])
    browser = client_for(leader)
    without = browser.post(url, {"status": "declined", "answer": "<p>Too dear for us.</p>", "expected": 0})
    assert without.status_code == 422
    assert "Choose from the list why" in without.content.decode()
    assert "Too dear for us." in without.content.decode()
    reason = DeclineReason.objects.get(slug="cost")
    wordless = browser.post(url, {"status": "declined", "answer": "", "expected": 0, "reason": reason.pk})
    assert wordless.status_code == 422
    sent = {"status": "declined", "answer": "<p>Too dear for us.</p>", "expected": 0, "reason": reason.pk}
    assert browser.post(url, sent).status_code == 302
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert reason.label_en in page
    french = client_for(make_user(language="fr")).get(idea.get_absolute_url(), headers={"Accept-Language": "fr"})
    assert "Le coût dépasse le bénéfice" in french.content.decode()


def test_the_verb_itself_refuses_a_decline_without_a_reason(leader):
    with pytest.raises(ReasonRequired):
        make_idea().decide(by=leader, status=Status.DECLINED, answer="<p>No.</p>", expected=None)


def test_a_reason_that_is_no_longer_offered_stays_with_its_answers(client_for, leader, employee):
    idea = make_declined(leader)
    DeclineReason.objects.filter(slug="cost").update(is_offered=False)
    form = client_for(leader).get(reverse("ideas:decide", args=[make_idea().pk])).content.decode()
    assert "It costs more than it brings" not in form
    assert "It costs more than it brings" in client_for(employee).get(idea.get_absolute_url()).content.decode()


def test_the_author_appeals_once_and_both_answers_stay(client_for, leader, cm, employee, dispatch):
    author = make_user()
    idea = make_declined(leader, author)
    browser = client_for(author)
    assert "Do you have something new?" in browser.get(idea.get_absolute_url()).content.decode()
    assert appeal(browser, idea).status_code == 302
    idea.refresh_from_db()
    assert idea.status == Status.UNDER_REVIEW
    assert idea.answer_due_at is not None
    assert "insurer" in client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert "waits for an answer" in client_for(cm).get(reverse("ideas:review")).content.decode()
    decided(idea, cm, "declined", answer="<p>Looked at again, still not.</p>")
    assert idea.last_decision.kind == "appeal"
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert "Appeal answered: Declined" in page
    history = client_for(employee).get(reverse("ideas:history", args=[idea.pk])).content.decode()
    for words in ("Because it is so.", "insurer", "Looked at again, still not."):
        assert words in history
    again = appeal(browser, idea)
    assert again.status_code == 422
    assert "can be appealed once" in again.content.decode()
    assert "Do you have something new?" not in browser.get(idea.get_absolute_url()).content.decode()
    dispatch()
    told = Notification.objects.filter(recipient=author, activity__verb="idea.appeal_answered")
    assert told.count() == 1


@pytest.mark.parametrize(
    "words",
    [
        "",
        "<p>Please.</p>",
        "<p>The racks are full before nine. Put twenty more racks under the porch.</p>",
        "<p>The racks are full, full, full before nine, so put twenty racks, twenty more racks under the porch!</p>",
    ],
)
def test_an_appeal_needs_something_new(client_for, leader, words):
    author = make_user()
    idea = make_declined(leader, author)
    assert appeal(client_for(author), idea, words).status_code == 422
    idea.refresh_from_db()
    assert idea.status == Status.DECLINED


def test_only_who_wrote_it_appeals_and_only_a_declined_idea(client_for, leader, employee):
    author = make_user()
    assert appeal(client_for(employee), make_declined(leader, author)).status_code == 403
    assert appeal(client_for(author), make_idea(author)).status_code == 422


def test_who_declined_does_not_judge_the_appeal_while_others_can(client_for, leader, cm):
    author = make_user()
    idea = make_declined(leader, author)
    idea.appeal(by=author, words=NEW_WORDS)
    idea.refresh_from_db()
    sent = {"status": "planned", "answer": "<p>Yes then.</p>", "expected": idea.last_decision_id}
    refused = client_for(leader).post(reverse("ideas:decide", args=[idea.pk]), sent)
    assert refused.status_code == 422
    assert "somebody else who decides" in refused.content.decode()
    assert client_for(cm).post(reverse("ideas:decide", args=[idea.pk]), sent).status_code == 302


def test_alone_one_answers_the_appeal_oneself(leader):
    User.objects.exclude(pk=leader.pk).filter(groups__isnull=False).update(is_active=False)
    author = make_user()
    idea = make_declined(leader, author)
    idea.appeal(by=author, words=NEW_WORDS)
    decided(idea, leader, "planned")
    assert idea.open_appeal is None


def test_asking_for_more_leaves_the_appeal_open(leader, cm):
    author = make_user()
    idea = make_declined(leader, author)
    idea.appeal(by=author, words=NEW_WORDS)
    decided(idea, cm, "needs_more", answer="<p>Which insurer?</p>")
    assert idea.open_appeal
    idea.answer_more(by=author, words="<p>The one of the valley.</p>")
    decided(idea, cm, "declined")
    assert idea.open_appeal is None
    assert idea.last_decision.kind == "appeal"


def test_an_author_withdraws_what_was_not_answered(client_for, leader, employee, dispatch):
    author, supporter = make_user(), make_user()
    idea = make_idea(author)
    idea.support(by=supporter)
    url = reverse("ideas:living:withdraw", args=[idea.pk])
    assert client_for(employee).post(url).status_code == 403
    assert client_for(author).post(url, {"words": "<p>It exists already.</p>"}).status_code == 302
    idea.refresh_from_db()
    assert idea.status == Status.WITHDRAWN
    assert idea.answer_due_at is None
    assert "It exists already." in client_for(employee).get(idea.get_absolute_url()).content.decode()
    dispatch()
    assert Notification.objects.filter(recipient=supporter, activity__verb="idea.withdrawn").count() == 1
    sent = {"status": "planned", "answer": "<p>Yes.</p>", "expected": idea.last_decision_id}
    refused = client_for(leader).post(reverse("ideas:decide", args=[idea.pk]), sent)
    assert refused.status_code == 422
    assert client_for(author).post(url).status_code == 422


def test_what_was_promised_is_not_withdrawn(client_for, leader):
    author = make_user()
    idea = decided(make_idea(author), leader, "planned")
    assert client_for(author).post(reverse("ideas:living:withdraw", args=[idea.pk])).status_code == 422
    idea.refresh_from_db()
    assert idea.status == Status.PLANNED


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_appeals_at_once_are_one(leader):
    author = make_user()
    idea = make_declined(leader, author)
    sent = [Idea.objects.get(pk=idea.pk) for _number in range(6)]
    raised = raised_at_once(*[partial(mine.appeal, by=author, words=NEW_WORDS) for mine in sent])
    assert [type(error) for error in raised] == [AppealedAlready] * 5
    assert idea.decisions.filter(kind="author").count() == 1
