"""What the rest of the site knows of duels."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas import policies
from ideas.models import Act, Campaign, Idea, Method, Rulebook
from ideas.pairwise import closing
from ideas.pairwise.models import Comparison
from ideas.parts import CampaignTab, IdeaPart
from intranet.contributions.registry import registry
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User


def register() -> None:
    registry.declare_verb("duel.joined", gettext_lazy("compares ideas"))
    registry.declare_verb("campaign.duels_settled", gettext_lazy("has the order of its duels"))
    registry.handle("campaign.voting_closed", closing.on_voting_closed)
    registry.provide("campaign.parts", parts)
    registry.provide("campaign.tabs", tabs)
    registry.provide("campaign.acted", acted)
    registry.provide("campaign.voted", voted)
    registry.provide("campaign.strengths", strengths)
    registry.provide("idea.ballot", ballot_of)


def parts(campaign: Campaign, user: "User") -> Iterator[tuple[str, IdeaPart]]:
    if campaign.method == Method.PAIRWISE and policies.can_vote(user, campaign):
        yield "head", IdeaPart("ideas/pairwise/_campaign.html", {}, 20)


def tabs(campaign: Campaign, user: "User") -> Iterator[CampaignTab]:
    if campaign.method == Method.PAIRWISE:
        yield CampaignTab(_("Duels"), reverse("ideas:pairwise:pairs", args=[campaign.slug]), 30)
        yield CampaignTab(_("Result"), reverse("ideas:pairwise:order", args=[campaign.slug]), 40)


def acted(campaign: Campaign, act: str) -> "QuerySet[Any, Any] | None":
    """Answer ``campaign.acted``: who has compared ideas in the vote that is open."""
    if act != Act.SUPPORT or campaign.method != Method.PAIRWISE:
        return None
    said = Comparison.objects.filter(rulebook__campaign=campaign, rulebook__closed_at=None)
    return said.order_by().values_list("voter_id", flat=True).distinct()


_compared = Compiled(
    lambda user, campaigns: (
        Comparison.objects.filter(voter=user, rulebook__campaign__in=campaigns, rulebook__closed_at=None)
        .order_by()
        .values_list("rulebook__campaign")
        .distinct()
    )
)


def voted(user: "User", campaigns: list[Campaign]) -> set[int]:
    """Answer ``campaign.voted``: where this person has compared ideas in the vote that is open."""
    mine = frozenset(campaign.pk for campaign in campaigns if campaign.method == Method.PAIRWISE)
    return {pk for (pk,) in _compared(user.pk, mine)} if mine else set()


def ballot_of(idea: Idea) -> str:
    """Answer ``idea.ballot``. One query where the duels are among a shortlist, none elsewhere."""
    campaign = idea.campaign
    if campaign.method != Method.PAIRWISE:
        return ""
    if campaign.visible_rules()["shortlist"] and campaign.rulebook_id:
        rules = Rulebook.objects.filter(pk=campaign.rulebook_id).values_list("rules", flat=True).get()
        if idea.pk not in rules["ideas"]:
            return ""
    return reverse("ideas:pairwise:pairs", args=[campaign.slug])


def strengths(campaign: Campaign, user: "User") -> dict[int, float] | None:
    """Return {idea id: strength} of the campaign's latest closed duels, for a shortlist; ``None`` where ``user`` may not know."""
    if campaign.method != Method.PAIRWISE or not policies.can_see_contest(user, campaign):
        return None
    standing = closing.latest(campaign)
    return {line["id"]: line["strength"] for line in standing.data["order"]} if standing else None
