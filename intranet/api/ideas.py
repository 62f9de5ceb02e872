"""Ideas for programs: what the person sees on the site, by the same forms, verbs and gates."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status

from ideas import own_fields, policies
from ideas.errors import Refused
from ideas.forms import IdeaForm
from ideas.models import Campaign, Decision, Idea
from ideas.submitting import chosen_campaign
from intranet.accounts.models import Department
from intranet.api.errors import Denied
from intranet.api.idea_schemas import IdeaChange, IdeaIn, IdeaOut, IdeaPageOut, Slug, Standing, SupportOut
from intranet.api.pages import after as page_after
from intranet.api.schemas import Id

router = Router(tags=["ideas"])


def _row(idea: Idea, user: Any) -> dict[str, Any]:
    seen = policies.can_see_tally(user, idea)
    return {
        "id": idea.pk,
        "title": idea.title,
        "summary": idea.summary,
        "url": idea.get_absolute_url(),
        "campaign": idea.campaign.slug,
        "status": idea.status,
        "language": idea.language,
        "author": idea.author.username if idea.author else None,
        "submitted_at": idea.created_at,
        "supports": idea.support_count if seen else None,
        "supports_before_import": idea.imported_support_count if seen else None,
        "replies": idea.discussion.post_count,
        "cost": idea.cost,
        "version": idea.version,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    by = decision.by.username if decision.by else None
    return {"status": decision.to_status, "answer": decision.answer, "by": by, "at": decision.at}


def _whole(idea: Idea, user: Any) -> dict[str, Any]:
    return {
        **_row(idea, user),
        "problem": idea.problem,
        "proposal": idea.proposal,
        "benefit": idea.benefit,
        "tags": sorted(tag.name for tag in idea.tags.all()),
        "departments": sorted(department.slug for department in idea.departments.all()),
        "answers": {key: str(value) for key, value in idea.answers.items()},
        "supported": idea.is_supported_by(user),
        "can_support": policies.can_support(user, idea),
        "decisions": [_decision(one) for one in idea.decisions.select_related("by").order_by("at", "pk")[:100]],
    }


def _found(request: HttpRequest, pk: int) -> Idea:
    rows = Idea.objects.visible_to(request.user).select_related("author", "campaign", "discussion")
    return get_object_or_404(rows, pk=pk)


@router.get("/ideas", response={200: IdeaPageOut}, summary="Ideas, oldest first")
def ideas(
    request: HttpRequest,
    campaign: Annotated[Slug | None, Query()] = None,
    status: Annotated[Standing | None, Query()] = None,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    rows = Idea.objects.visible_to(request.user).for_cards()
    if campaign is not None:
        rows = rows.filter(campaign=get_object_or_404(Campaign.objects.visible_to(request.user), slug=campaign))
    if status is not None:
        rows = rows.filter(status=status)
    found, following = page_after(rows, after, limit)
    return {"items": [_row(idea, request.user) for idea in found], "next": following}


@router.get("/ideas/{pk}", response={200: IdeaOut}, summary="One idea with its decisions")
def idea(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    return _whole(_found(request, pk), request.user)


@router.post("/ideas", response={201: IdeaOut}, summary="Propose an idea")
def propose(request: HttpRequest, data: IdeaIn) -> Any:
    try:
        campaign = chosen_campaign(request.user, data.campaign)
        made = Idea.submit(by=request.user, campaign=campaign, **_texts(campaign, data.dict(exclude={"campaign"})))
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return Status(201, _whole(made, request.user))


@router.patch("/ideas/{pk}", response={200: IdeaOut}, summary="Change your idea")
def change_idea(request: HttpRequest, pk: Annotated[Id, Path()], data: IdeaChange) -> Any:
    found = _found(request, pk)
    if not policies.can_edit(request.user, found):
        raise Denied(403, "Its author changes it, until work begins or the matter is closed.")
    kept = {name: getattr(found, name) for name in ("title", "problem", "proposal", "benefit", "language")}
    kept["tags"] = [tag.name for tag in found.tags.all()]
    kept["departments"] = [department.slug for department in found.departments.all()]
    kept |= {"cost": found.cost, "answers": {}}
    told = {**kept, **data.dict(exclude={"version"}, exclude_none=True)}
    try:
        found.edit(by=request.user, version=data.version, **_texts(found.campaign, told, found.answers))
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return _whole(_found(request, pk), request.user)


@router.put("/ideas/{pk}/support", response={200: SupportOut}, summary="Support an idea")
def support(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    return _moved(request, pk, supported=True)


@router.delete("/ideas/{pk}/support", response={200: SupportOut}, summary="Take your support back")
def withdraw(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    return _moved(request, pk, supported=False)


def _moved(request: HttpRequest, pk: int, *, supported: bool) -> dict[str, Any]:
    found = _found(request, pk)
    try:
        changed = found.support(by=request.user) if supported else found.withdraw_support(by=request.user)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    count = found.support_count if policies.can_see_tally(request.user, found) else None
    return {"supported": supported, "changed": changed, "supports": count}


def _texts(campaign: Campaign, data: dict[str, Any], before: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what was sent as the form of the site takes and cleans it; ``before``: what stood in the campaign's own fields."""
    departments = list(Department.objects.filter(slug__in=data["departments"]))
    if len(departments) < len(set(data["departments"])):
        raise Denied(422, "There is no such department.", {"departments": ["There is no such department."]})
    asked = {told["key"] for told in campaign.fields}
    if unknown := sorted(set(data["answers"]) - asked):
        words = "The campaign does not ask for this."
        raise Denied(422, words, {f"answers.{key}": [words] for key in unknown})
    said = {key: text for key, text in (before or {}).items() if key in asked} | data["answers"]
    own = own_fields.initial_of(said)
    shown = {"departments": [one.pk for one in departments], "tags": ", ".join(data["tags"]), "version": 0}
    form = IdeaForm({**data, **own, **shown}, campaign=campaign, answers=before)
    if not form.is_valid():
        raise Denied.by_form(form, lambda field: field.replace(own_fields.PREFIX, "answers.", 1))
    return form.texts
