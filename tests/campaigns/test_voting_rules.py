"""The rules of a vote are frozen and hashed when it opens; what is hidden, nobody sees."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas import clock, policies
from ideas.errors import ActNotOpen
from ideas.models import Act, Idea, Support
from intranet.accounts.models import User
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea

pytestmark = pytest.mark.django_db


def test_the_clock_opens_a_vote_once_and_freezes_who_may_vote(employee: User, colleague: User) -> None:
    campaign = make_campaign()
    assert clock.tick() == 1
    assert clock.tick() == 0
    campaign.refresh_from_db()
    rulebook = campaign.rulebook
    assert rulebook.number == 1
    assert rulebook.digest == hashlib.sha256(rulebook.canonical.encode()).hexdigest()
    assert rulebook.rules["electorate"]["count"] == User.objects.active().count() == rulebook.electors.count()
    late = User.objects.create_user("late", "late@example.org")
    assert policies.can_vote(employee, campaign)
    assert not policies.can_vote(late, campaign)


def test_a_hidden_tally_is_hidden_from_everybody_until_the_last_vote_closes(cm: User, employee: User) -> None:
    campaign = make_campaign(hidden=True)
    idea = make_idea(employee, campaign=campaign)
    assert idea.support(by=cm)
    assert campaign.rulebooks.count() == 1  # the first vote after the hour does what the clock has not
    idea = Idea.objects.get(pk=idea.pk)
    assert not policies.can_see_tally(employee, idea)
    assert not policies.can_see_tally(cm, idea)
    seen = policies.with_seen_tally(cm, Idea.objects.all()).get(pk=idea.pk)
    assert (seen.support_count, seen.seen_support) == (1, 0)


def test_a_vote_stopped_by_a_person_takes_no_more_supports_and_stays_hidden(cm: User, employee: User) -> None:
    campaign = make_campaign(hidden=True)
    idea = make_idea(employee, campaign=campaign)
    campaign.open_voting(by=None)
    campaign.close_voting(by=cm, why="A rule was wrong.")
    with pytest.raises(ActNotOpen, match="stopped"):
        Idea.objects.get(pk=idea.pk).support(by=employee)
    assert not policies.can_see_contest(cm, campaign)
    again = campaign.open_voting(by=cm)
    assert again.number == 2
    assert Idea.objects.get(pk=idea.pk).support(by=employee)
    assert Support.objects.count() == 1


def test_nothing_is_open_before_its_hour_nor_after(employee: User) -> None:
    coming = make_campaign("coming", phases=[(timedelta(hours=1), timedelta(days=1), [Act.SUBMIT])])
    over = make_campaign("over", phases=[(timedelta(days=-3), timedelta(hours=-1), [Act.SUBMIT, Act.SUPPORT])])
    assert not policies.can_submit(employee, coming)
    assert coming.allows(Act.SUBMIT, at=timezone.now() + timedelta(hours=2))
    assert not policies.can_submit(employee, over)
    assert over.is_over()
