"""Campaigns with a vote that is open, ideas to vote for, and its close, for tests."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ideas.models import Campaign, Idea, Method, Rulebook
from ideas.models.rulebook import digest_of
from ideas.voting import casting
from ideas.voting.models import Ballot
from intranet.accounts.models import User
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea

BUDGET = {"total": 100, "currency": "EUR", "ballot": "approval", "rule": "equal_shares", "completion": "add1"}


def make_vote(slug: str = "budget", *, method: str = Method.BUDGET, opened: bool = True, **rules: Any) -> Campaign:
    """Return a campaign whose vote is open: everybody who is there already may vote."""
    settings = (BUDGET if method == Method.BUDGET else {}) | rules
    campaign = make_campaign(slug, method=method, settings=settings)
    if opened:
        campaign.open_voting(by=None)
    return campaign


def make_candidate(campaign: Campaign, title: str = "Trees", cost: int | None = 40, author: User | None = None) -> Idea:
    idea = make_idea(author, title=title, campaign=campaign)
    Idea.objects.filter(pk=idea.pk).update(cost=cost)
    idea.cost = cost
    if cost and (rulebook := Rulebook.objects.filter(campaign=campaign, closed_at=None).first()):
        # As if it had stood there when the vote opened.
        rulebook.rules = rulebook.rules | {"costs": rulebook.rules.get("costs", {}) | {str(idea.pk): cost}}
        rulebook.digest = digest_of(rulebook.rules)
        rulebook.save(update_fields=["rules", "digest"])
        if campaign.rulebook:
            campaign.rulebook.rules, campaign.rulebook.digest = rulebook.rules, rulebook.digest
    return idea


def vote(campaign: Campaign, user: User, choices: dict[Idea, int] | list[Idea]) -> casting.Cast:
    """Fill in the ballot of ``user``, whatever it said before."""
    points = choices if isinstance(choices, dict) else dict.fromkeys(choices, 1)
    campaign = Campaign.objects.select_related("rulebook").get(pk=campaign.pk)
    ballot = Ballot.objects.filter(rulebook=campaign.rulebook, voter=user).first()
    chosen = {idea.pk: n for idea, n in points.items()}
    return casting.cast(campaign, by=user, choices=chosen, version=ballot.version if ballot else 0)


def close(campaign: Campaign, dispatch: Callable[[], Any]) -> Campaign:
    """Let the vote come to its end, and the worker do its part."""
    past = timezone.now() - timedelta(seconds=1)
    campaign.phases.update(closes_at=past)
    campaign.refresh_from_db()
    campaign.schedule = [[span[0], past.isoformat(), span[2]] for span in campaign.schedule]
    if campaign.tally_hidden_until:
        campaign.tally_hidden_until = past
    campaign.save()
    campaign.close_voting(by=None)
    dispatch()
    return Campaign.objects.get(pk=campaign.pk)
