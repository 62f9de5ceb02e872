"""Tokens from an idea, the costs of a budget, and duels, for programs."""

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router

from ideas import policies
from ideas.errors import Refused
from ideas.models import Campaign, Idea, Method
from ideas.pairwise import closing, offering
from ideas.voting import casting, costing
from ideas.why_not import why_not_vote
from intranet.api.campaigns import ballot_of, campaign_of
from intranet.api.errors import Denied
from intranet.api.idea_schemas import BallotOut, Slug
from intranet.api.life_schemas import CostsIn, CostsOut, DuelIn, DuelsOut, OrderOut, TokensIn
from intranet.api.schemas import Id

router = Router(tags=["campaigns"])
ThisSlug = Annotated[Slug, Path()]


@router.put("/ideas/{pk}/tokens", response={200: BallotOut}, summary="Put tokens on one idea")
def put_tokens(request: HttpRequest, pk: Annotated[Id, Path()], data: TokensIn) -> Any:
    """The rest of your ballot stays."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).select_related("campaign__rulebook"), pk=pk)
    try:
        done = casting.give(idea.campaign, idea, by=request.user, points=data.points, seen=data.seen)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return ballot_of(idea.campaign, request.user, done.code)


def _costs(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    ideas = Idea.objects.visible_to(request.user).filter(campaign=campaign).order_by("pk")
    return {"costs": [{"idea": pk, "cost": cost} for pk, cost in ideas.values_list("pk", "cost")[:2000]]}


@router.put("/campaigns/{slug}/costs", response={200: CostsOut}, summary="Say what ideas cost")
def set_costs(request: HttpRequest, slug: ThisSlug, data: CostsIn) -> Any:
    """For who manages campaigns, before the vote opens. What is left out stays; `null`: not known, so not on the ballot."""
    campaign = campaign_of(request, slug)
    if not policies.can_manage_campaigns(request.user):
        raise PermissionDenied
    if campaign.method != Method.BUDGET:
        raise Denied(409, "This campaign has no budget.")
    costs = {one.idea: one.cost for one in data.costs}
    seen = Idea.objects.visible_to(request.user).filter(campaign=campaign, pk__in=costs)
    if len(costs) < len(data.costs) or seen.count() < len(costs):
        raise Denied(
            422, "An idea is there twice, or not in this campaign.", {"costs": ["Each idea once, of this campaign."]}
        )
    if not costing.save(campaign, costs, by=request.user):
        raise Denied(409, "The vote has been opened: costs stay as they are.")
    return _costs(request, campaign)


def _duels(request: HttpRequest, slug: str) -> Campaign:
    campaign = campaign_of(request, slug)
    if campaign.method != Method.PAIRWISE:
        raise Denied(409, "This campaign has no duels.")
    return campaign


def _offer(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    campaign.open_voting_if_due()
    if campaign.rulebook is None or not policies.can_vote(request.user, campaign):
        raise Denied(409, str(why_not_vote(request.user, campaign)))
    offer = offering.offer(campaign, campaign.rulebook, request.user)
    duel = offer.duel
    return {
        "judged": offer.judged,
        "possible": offer.possible,
        "settled": offer.is_settled,
        "duel": {"left": duel.left.pk, "right": duel.right.pk, "pair": duel.token} if duel else None,
    }


@router.get("/campaigns/{slug}/duel", response={200: DuelsOut}, summary="Your next two ideas")
def next_duel(request: HttpRequest, slug: ThisSlug) -> Any:
    return _offer(request, _duels(request, slug))


@router.post("/campaigns/{slug}/duel", response={200: DuelsOut}, summary="Which of the two; then the next")
def judge_duel(request: HttpRequest, slug: ThisSlug, data: DuelIn) -> Any:
    """Said twice of the same pair, the first stands."""
    campaign = _duels(request, slug)
    try:
        if not offering.judge(campaign, by=request.user, token=data.pair, answer=data.answer):
            raise Denied(409, "This pair is not open to you any more: ask for the next.")
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return _offer(request, campaign)


@router.get("/campaigns/{slug}/order", response={200: OrderOut}, summary="How the duels came out")
def duel_order(request: HttpRequest, slug: ThisSlug) -> Any:
    campaign = campaign_of(request, slug)
    standing = closing.latest(campaign) if policies.can_see_contest(request.user, campaign) else None
    if standing is None:
        raise Http404
    return {"rulebook": standing.rulebook.number, "computed_at": standing.computed_at, **standing.data}
