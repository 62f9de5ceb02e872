"""What votes add to the pages of a campaign and of its ideas."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import policies
from ideas.models import Act, Campaign, Idea, Method, Rulebook
from ideas.parts import CampaignTab, FormPart, IdeaPart
from ideas.voting.eligible import GONE
from ideas.voting.limits import limits_of
from ideas.voting.models import Ballot, Result, Vote

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
    """Answer ``campaign.tabs``: the ballot where one is filled in, and the result."""
    if campaign.is_open_box or campaign.method == Method.PAIRWISE:
        return
    if campaign.method in FILLED_IN:
        yield CampaignTab(_("Vote"), reverse("ideas:voting:vote", args=[campaign.slug]), 30)
    yield CampaignTab(_("Result"), reverse("ideas:voting:result", args=[campaign.slug]), 40)


def ballot_of(idea: Idea) -> str:
    """Answer ``idea.ballot``."""
    return reverse("ideas:voting:vote", args=[idea.campaign.slug]) if idea.campaign.method in FILLED_IN else ""


def managing_tabs(campaign: Campaign) -> Iterator[CampaignTab]:
    """Answer ``campaign.managing``: what the ideas of a budget cost."""
    if campaign.method == Method.BUDGET:
        yield CampaignTab(_("Costs"), reverse("ideas:voting:costs", args=[campaign.slug]), 50)


def above_the_form(user: "User", campaign: Campaign, idea: Idea | None, key: str) -> list[FormPart]:
    """Answer ``ideas.form_parts``: whoever writes for a budget while people vote knows that they do not vote on it."""
    if idea is not None or campaign.method != Method.BUDGET or campaign.rulebook_id is None:
        return []
    return [FormPart("ideas/voting/_late.html", {"campaign": campaign})]


def of_idea(idea: Idea, user: "User") -> Iterator[tuple[str, IdeaPart]]:
    """On an idea of a vote with tokens: how many of mine are on it, and how many are left. One query; none elsewhere."""
    campaign = idea.campaign
    if campaign.method not in FILLED_IN or idea.is_hidden or idea.status in GONE:
        return
    if campaign.method == Method.BUDGET:
        yield "body", IdeaPart("ideas/voting/_cost.html", _cost(idea, user), 30)
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


def _cost(idea: Idea, user: "User") -> dict[str, Any]:
    """Return whether the idea is on the ballot, who could still see to it, and how the vote came out for it.

    None or one query, none before the vote.
    """
    campaign = idea.campaign
    word = ""
    if campaign.rulebook_id:
        rules = Rulebook.objects.filter(pk=campaign.rulebook_id).values_list("rules", flat=True).get()
        if str(idea.pk) not in rules.get("costs", {str(idea.pk): 1}):
            word = "late"
    elif _will_vote(campaign):
        word = "" if idea.cost else "unknown"
    elif campaign.schedule and policies.can_see_contest(user, campaign):
        word = _outcome(idea)
    return {
        "word": word,
        "currency": campaign.visible_rules()["currency"],
        "may_edit": word == "unknown" and policies.can_edit(user, idea),
        "may_set": word == "unknown" and policies.can_manage_campaigns(user),
    }


def _outcome(idea: Idea) -> str:
    """Return "chosen" or "lost" for an idea of a vote that is counted, "" for one that was not on its ballot."""
    counted = Result.objects.filter(rulebook__campaign=idea.campaign_id).order_by("-rulebook__number")
    data = counted.values_list("data", flat=True).first() or {}
    for word in ("chosen", "lost"):
        if any(entry["id"] == str(idea.pk) for entry in data.get(word, ())):
            return word
    return ""


def _will_vote(campaign: Campaign) -> bool:
    now = timezone.now()
    return any(Act.SUPPORT in span.acts and (span.closes is None or span.closes > now) for span in campaign.spans)
