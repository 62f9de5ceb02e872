"""Campaigns for programs: phases, frozen rules, one's ballot, the published result."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from ideas import policies
from ideas.errors import Refused
from ideas.models import Act, Campaign
from ideas.voting import casting, page
from ideas.voting.models import Result
from intranet.api.errors import Denied
from intranet.api.idea_schemas import (
    BallotIn,
    BallotOut,
    CampaignOut,
    CampaignPageOut,
    ResultOut,
    RulebookOut,
    Slug,
)
from intranet.api.pages import after as page_after
from intranet.api.schemas import Id

router = Router(tags=["campaigns"])


def _campaign(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.pk,
        "slug": campaign.slug,
        "title": str(campaign),
        "theme": campaign.theme,
        "language": campaign.language,
        "url": campaign.get_absolute_url(),
        "method": campaign.method,
        "open": [act.value for act in Act if campaign.allows(act)],
        "over": campaign.is_over(),
        "tally_hidden": campaign.hides_tally(),
    }


def campaign_of(request: HttpRequest, slug: str) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("rulebook"), slug=slug)


def ballot_of(campaign: Campaign, user: Any, code: str = "") -> dict[str, Any]:
    shown = page.page_of(campaign, user)
    if shown is None:
        raise Denied(409, "Nothing is filled in here: the campaign votes by supporting ideas, or by pairs.")
    return {
        "open": shown.is_open,
        "version": shown.version,
        "allowed": shown.limits.allowed,
        "per_idea": shown.limits.per_idea,
        "spent": shown.spent,
        "choices": [{"idea": line.idea.pk, "points": line.kept} for line in shown.lines if line.kept],
        "ideas": [line.idea.pk for line in shown.lines],
        "code": code,
    }


@router.get("/campaigns", response={200: CampaignPageOut}, summary="Campaigns, oldest first")
def campaigns(
    request: HttpRequest,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    found, following = page_after(Campaign.objects.visible_to(request.user), after, limit)
    return {"items": [_campaign(campaign) for campaign in found], "next": following}


@router.get("/campaigns/{slug}", response={200: CampaignOut}, summary="One campaign with its phases")
def campaign(request: HttpRequest, slug: Annotated[Slug, Path()]) -> Any:
    found = campaign_of(request, slug)
    phases = [
        {"title": phase.title, "opens_at": phase.opens_at, "closes_at": phase.closes_at, "acts": phase.acts}
        for phase in found.phases.order_by("opens_at", "pk")
    ]
    return {**_campaign(found), "about": found.about, "rules": found.rules, "phases": phases}


@router.get("/campaigns/{slug}/rulebooks", response={200: list[RulebookOut]}, summary="Its frozen rules")
def rulebooks(request: HttpRequest, slug: Annotated[Slug, Path()]) -> Any:
    found = campaign_of(request, slug)
    fields = ("number", "rules", "digest", "opened_at", "closed_at")
    return [{name: getattr(book, name) for name in fields} for book in found.rulebooks.order_by("number")]


@router.get("/campaigns/{slug}/ballot", response={200: BallotOut}, summary="Your ballot")
def ballot(request: HttpRequest, slug: Annotated[Slug, Path()]) -> Any:
    return ballot_of(campaign_of(request, slug), request.user)


@router.put("/campaigns/{slug}/ballot", response={200: BallotOut}, summary="Fill in your ballot")
def fill_in(request: HttpRequest, slug: Annotated[Slug, Path()], data: BallotIn) -> Any:
    found = campaign_of(request, slug)
    choices = {choice.idea: choice.points for choice in data.choices}
    if len(choices) < len(data.choices):
        raise Denied(422, "An idea is there twice.", {"choices": ["An idea is there twice."]})
    try:
        done = casting.cast(found, by=request.user, choices=choices, version=data.version)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return ballot_of(found, request.user, done.code)


@router.get("/campaigns/{slug}/result", response={200: ResultOut}, summary="The latest published result")
def result(request: HttpRequest, slug: Annotated[Slug, Path()]) -> Any:
    found = campaign_of(request, slug)
    counted = Result.objects.filter(rulebook__campaign=found).select_related("rulebook").order_by("rulebook__number")
    latest = counted.last() if policies.can_see_contest(request.user, found) else None
    if latest is None:
        raise Http404
    return {
        "rulebook": latest.rulebook.number,
        "rulebook_digest": latest.rulebook_digest,
        "computed_at": latest.computed_at,
        "file_digest": latest.file_digest,
        "ballots": latest.file,
        "result": latest.data,
    }
