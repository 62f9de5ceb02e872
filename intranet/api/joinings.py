"""Merging and splitting ideas for programs: anybody proposes, the authors answer, each supporter chooses."""

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status

from ideas.errors import Refused
from ideas.joining import choosing, policies, proposing
from ideas.joining.forms import AnswerForm, PartForm, UndoForm
from ideas.joining.models import Choice, Joining
from ideas.models import Idea
from intranet.api.errors import Denied
from intranet.api.life_schemas import (
    ChoiceIn,
    JoiningAnswerIn,
    JoiningOut,
    JoiningPageOut,
    MergeIn,
    SplitIn,
    WhyIn,
)
from intranet.api.pages import after as page_after
from intranet.api.schemas import Id
from intranet.core.richtext import clean

router = Router(tags=["ideas"])
MADE = {201: JoiningOut}
SAID = {200: JoiningOut}
Pk = Annotated[Id, Path()]


def _joinings(request: HttpRequest) -> Any:
    return Joining.objects.visible_to(request.user).select_related(
        "source__author", "source__campaign", "target__author", "target__campaign", "by"
    )


def _found(request: HttpRequest, pk: int) -> Joining:
    found: Joining = get_object_or_404(_joinings(request), pk=pk)
    return found


def _told(request: HttpRequest, made: Joining) -> dict[str, Any]:
    user = request.user
    choice = Choice.objects.filter(joining=made, user=user).first() if made.is_done else None
    seen = Idea.objects.visible_to(user).filter(pk__in=made.made).order_by("pk") if made.made else Idea.objects.none()
    return {
        "id": made.pk,
        "kind": made.kind,
        "state": made.state,
        "source": made.source_id,
        "target": made.target_id,
        "parts": [{"title": part["title"], "proposal": clean(part["proposal"])} for part in made.parts],
        "made": list(seen.values_list("pk", flat=True)),
        "why": made.why,
        "by": made.by.username if made.by else None,
        "created_at": made.created_at,
        "done_at": made.done_at,
        "undone_at": made.undone_at,
        "choose_until": made.choose_until if made.is_done else None,
        "to_answer": [str(side) for side in policies.sides_to_answer(user, made)],
        "choice": choice.answer if choice else None,
        "kept_parts": list(choice.kept_parts) if choice else [],
        "can_take_back": policies.can_take_back(user, made),
        "can_undo": policies.can_undo(user, made),
    }


def _idea(request: HttpRequest, pk: int) -> Idea:
    rows = Idea.objects.visible_to(request.user).select_related("campaign__rulebook", "author")
    return get_object_or_404(rows, pk=pk)


@router.get("/joinings", response={200: JoiningPageOut}, summary="Merges and splits, oldest first")
def joinings(
    request: HttpRequest,
    idea: Annotated[Id | None, Query(description="Those around this idea.")] = None,
    state: Annotated[Joining.State | None, Query()] = None,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Any:
    rows = _joinings(request)
    if idea is not None:
        rows = rows.filter(pk__in=Joining.objects.around(_idea(request, idea)).values("pk"))
    if state is not None:
        rows = rows.filter(state=state)
    found, following = page_after(rows, after, limit)
    return {"items": [_told(request, made) for made in found], "next": following}


@router.get("/joinings/{pk}", response=SAID, summary="One merge or split")
def joining(request: HttpRequest, pk: Pk) -> Any:
    return _told(request, _found(request, pk))


@router.post("/ideas/{pk}/merge", response=MADE, summary="Propose to merge an idea into another")
def propose_merge(request: HttpRequest, pk: Pk, data: MergeIn) -> Any:
    """Done at once when you wrote both; otherwise their authors are asked."""
    source, target = _idea(request, pk), _idea(request, data.into)
    if not policies.can_propose(request.user, source):
        raise PermissionDenied
    why = _why(data.why)
    try:
        made = proposing.propose_merge(source, target, by=request.user, why=why)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return Status(201, _told(request, _found(request, made.pk)))


@router.post("/ideas/{pk}/split", response=MADE, summary="Propose to split an idea into two to four")
def propose_split(request: HttpRequest, pk: Pk, data: SplitIn) -> Any:
    source = _idea(request, pk)
    if not policies.can_propose(request.user, source):
        raise PermissionDenied
    why, texts = _why(data.why), []
    for number, part in enumerate(data.parts):
        form = PartForm(part.dict())
        if not form.is_valid():
            raise Denied.by_form(form, lambda field, number=number: f"parts.{number}.{field}")
        texts.append(form.cleaned_data)
    try:
        made = proposing.propose_split(source, texts, by=request.user, why=why)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return Status(201, _told(request, _found(request, made.pk)))


@router.post("/joinings/{pk}/answer", response=SAID, summary="Accept or decline, for your idea")
def answer_joining(request: HttpRequest, pk: Pk, data: JoiningAnswerIn) -> Any:
    """The last acceptance carries it out. To decline takes a `word`."""
    found = _found(request, pk)
    form = AnswerForm({"word": data.word}, declines=not data.accept)
    if not form.is_valid():
        raise Denied.by_form(form)
    try:
        proposing.answer(found, by=request.user, accept=data.accept, word=form.cleaned_data["word"])
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return _told(request, _found(request, pk))


@router.delete("/joinings/{pk}", response=SAID, summary="Take back what you proposed")
def take_back_joining(request: HttpRequest, pk: Pk) -> Any:
    found = _found(request, pk)
    if found.by_id != request.user.pk:
        raise PermissionDenied
    try:
        proposing.take_back(found, by=request.user)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return _told(request, _found(request, pk))


@router.post("/joinings/{pk}/undo", response=SAID, summary="Separate what was merged, make whole what was split")
def undo_joining(request: HttpRequest, pk: Pk, data: WhyIn) -> Any:
    found, why = _found(request, pk), _why(data.why)
    if found.is_done and not policies.can_undo(request.user, found):
        raise PermissionDenied
    try:
        proposing.undo(found, by=request.user, why=why)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return _told(request, _found(request, pk))


@router.put("/joinings/{pk}/choice", response=SAID, summary="Say what becomes of your support")
def choose_joining(request: HttpRequest, pk: Pk, data: ChoiceIn) -> Any:
    found = _found(request, pk)
    try:
        choosing.choose(found, by=request.user, answer=data.answer, parts=data.parts)
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return _told(request, _found(request, pk))


def _why(text: str) -> str:
    form = UndoForm({"why": text})
    if not form.is_valid():
        raise Denied.by_form(form)
    return str(form.cleaned_data["why"])
