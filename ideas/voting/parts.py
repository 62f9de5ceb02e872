"""What votes add to the pages of a campaign and of its ideas."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import policies
from ideas.models import Campaign, Idea, Method
from ideas.parts import CampaignTab, IdeaPart
from ideas.voting.eligible import GONE
from ideas.voting.limits import limits_of
from ideas.voting.models import Ballot, Vote

if TYPE_CHECKING:
    from intranet.accounts.models import User

FILLED_IN = frozenset({Method.TOKENS, Method.BUDGET})


def of_campaign(campaign: Campaign, user: "User") -> Iterator[tuple[str, IdeaPart]]:
    """The way to the ballot, while there is one to fill in."""
    if campaign.method in FILLED_IN and policies.can_vote(user, campaign):
        ballot = Ballot.objects.filter(rulebook=campaign.rulebook_id, voter=user).first()
        context = {"ballot": ballot if ballot and ballot.spent else None}
        yield "head", IdeaPart("ideas/voting/_campaign.html", context, 20)


def tabs_of_campaign(campaign: Campaign, user: "User") -> Iterator[CampaignTab]:
    if campaign.is_open_box or campaign.method == Method.PAIRWISE:
        return
    if campaign.method in FILLED_IN:
        yield CampaignTab(_("Vote"), reverse("ideas:voting:vote", args=[campaign.slug]), 30)
    if campaign.method == Method.BUDGET and campaign.rulebook_id is None and policies.can_manage_campaigns(user):
        yield CampaignTab(_("Costs"), reverse("ideas:voting:costs", args=[campaign.slug]), 80)
    yield CampaignTab(_("Result"), reverse("ideas:voting:result", args=[campaign.slug]), 40)


def of_idea(idea: Idea, user: "User") -> Iterator[tuple[str, IdeaPart]]:
    """On an idea of a vote with tokens: how many of mine are on it, and how many are left. One query; none elsewhere."""
    campaign = idea.campaign
    if campaign.method not in FILLED_IN or idea.is_hidden or idea.status in GONE:
        return
    if campaign.method == Method.BUDGET:
        if idea.cost:
            yield "body", IdeaPart("ideas/voting/_cost.html", {}, 30)
        return
    if not policies.can_vote(user, campaign):
        return
    mine = Vote.objects.filter(ballot=OuterRef("pk"), idea=idea).values("points")
    rows = Ballot.objects.filter(rulebook=campaign.rulebook_id, voter=user).annotate(mine=Subquery(mine))
    ballot = rows.first() if campaign.rulebook_id else None
    limits = limits_of(campaign.visible_rules() | {"method": campaign.method})
    if limits is None or limits.allowed is None:
        return
    given = (ballot.mine or 0) if ballot else 0
    left = limits.allowed - (ballot.spent if ballot else 0)
    context = {
        "mine": given,
        "left": left,
        "most": min(limits.per_idea, given + left),
        "choices": range(min(limits.per_idea, given + left) + 1),
    }
    yield "body", IdeaPart("ideas/voting/_tokens.html", context, 30)
