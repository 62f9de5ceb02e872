"""Fifty at once, on PostgreSQL: nothing is lost, doubled, or beyond a limit."""

from collections import Counter
from typing import Any

import pytest

from ideas.errors import Refused
from ideas.models import Campaign, Idea, Method, Support, SupportEvent
from ideas.voting import casting
from ideas.voting.audit import differences
from ideas.voting.models import Ballot, Vote
from intranet.accounts.models import User
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_user
from tests.factories.voting import make_candidate, make_vote
from tests.threads import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
MANY = 50


def people() -> list[User]:
    return [make_user() for _ in range(MANY)]


def again(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("rulebook").get(pk=campaign.pk)


def test_fifty_support_the_same_idea() -> None:
    voters, campaign = people(), make_campaign()
    campaign.open_voting(by=None)
    idea = make_candidate(campaign)
    results = at_once(
        *[lambda v=v: Idea.objects.select_related("campaign").get(pk=idea.pk).support(by=v) for v in voters]
    )
    assert results == [True] * MANY
    idea.refresh_from_db()
    assert idea.support_count == MANY == Support.objects.count() == SupportEvent.objects.count()


def test_one_person_supports_the_same_idea_from_fifty_tabs() -> None:
    voter, campaign = make_user(), make_campaign()
    campaign.open_voting(by=None)
    idea = make_candidate(campaign)
    results = at_once(*[lambda: Idea.objects.select_related("campaign").get(pk=idea.pk).support(by=voter)] * MANY)
    assert Counter(results) == {True: 1, False: MANY - 1}
    idea.refresh_from_db()
    assert idea.support_count == 1


def test_fifty_tokens_on_different_ideas_at_the_limit() -> None:
    voter = make_user()
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=5, per_idea=1)
    ideas = [make_candidate(campaign, f"Idea {number}", None) for number in range(MANY)]
    results = at_once(*[lambda i=i: casting.give(again(campaign), i, by=voter, points=1, seen=0) for i in ideas])
    kept = [result for result in results if isinstance(result, casting.Cast)]
    assert len(kept) == 5
    assert all(isinstance(result, Refused) for result in results if result not in kept)
    ballot = Ballot.objects.get(voter=voter)
    assert ballot.spent == 5 == Vote.objects.filter(ballot=ballot).count()
    assert list(differences()) == []


def test_fifty_put_tokens_on_the_same_idea() -> None:
    voters = people()
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=5, per_idea=3)
    idea = make_candidate(campaign, "Idea", None)
    results = at_once(*[lambda v=v: casting.give(again(campaign), idea, by=v, points=3, seen=0) for v in voters])
    assert all(isinstance(result, casting.Cast) for result in results)
    assert sum(Vote.objects.values_list("points", flat=True)) == 3 * MANY
    assert list(differences()) == []


@pytest.mark.parametrize("method", [Method.SUPPORT, Method.TOKENS])
def test_no_vote_is_written_after_the_close_and_none_before_it_is_lost(method: str) -> None:
    voters, steward = people()[: MANY - 1], make_user()
    campaign = make_vote("closing", method=method, **({"tokens": 3, "per_idea": 3} if method == Method.TOKENS else {}))
    idea = make_candidate(campaign, "Idea", None)
    at_close: list[int] = []

    def support(voter: User) -> Any:
        if method == Method.SUPPORT:
            return Idea.objects.select_related("campaign").get(pk=idea.pk).support(by=voter)
        return casting.give(again(campaign), idea, by=voter, points=1, seen=0).changed

    def close() -> None:
        # By a person: to the clock, a vote whose phase has not ended is one that it has to open.
        again(campaign).close_voting(by=steward, why="Enough was said.")
        rows = Support.objects if method == Method.SUPPORT else Vote.objects
        at_close.append(rows.count())

    results = at_once(close, *[lambda v=v: support(v) for v in voters])
    rows = Support.objects if method == Method.SUPPORT else Vote.objects
    given = sum(result is True for result in results)
    assert all(isinstance(result, bool | Refused) for result in results[1:]), results
    assert rows.count() == given == at_close[0], results
    assert list(differences()) == []


def test_tokens_on_an_idea_that_is_declined_meanwhile_all_come_back() -> None:
    from ideas.models import Status

    voters = people()[: MANY - 1]
    campaign = make_vote("leaving", method=Method.TOKENS, tokens=3, per_idea=3)
    idea = make_candidate(campaign, "Idea", None)

    def decline() -> None:
        Idea.objects.filter(pk=idea.pk).update(status=Status.DECLINED)
        casting.give_back(Idea.objects.get(pk=idea.pk))

    results = at_once(
        decline, *[lambda v=v: casting.give(again(campaign), idea, by=v, points=1, seen=0) for v in voters]
    )
    assert all(isinstance(result, casting.Cast | Refused) for result in results[1:]), results
    assert Vote.objects.count() == 0
    assert sum(Ballot.objects.values_list("spent", flat=True)) == 0
    assert list(differences()) == []
