"""Reading what was proposed, answering it, choosing what becomes of one's support, undoing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ideas import policies as core
from ideas.errors import Refused
from ideas.joining import choosing, policies, proposing
from ideas.joining.forms import AnswerForm, UndoForm
from ideas.joining.models import Choice, Joining
from ideas.models import Idea
from intranet.core.pagination import page_of
from intranet.core.richtext import clean

PAGE = 20
_ANSWERS = {"kept", "withdrew", "follows"}


def _found(request: HttpRequest, pk: int) -> Joining:
    rows = Joining.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related(
            "source__author", "source__campaign", "target__author", "target__campaign", "by", "undone_by"
        ),
        pk=pk,
    )


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What was proposed and waits for its authors: one's own to answer first."""
    rows = Joining.objects.open().visible_to(request.user)
    rows = rows.select_related("source__author", "target__author", "by").order_by("-created_at", "-pk")
    page = page_of(request, rows, size=PAGE)
    for row in page.items:
        row.is_mine = any(row.idea_of(side).is_by(request.user) for side in row.sides)
    return render(request, "ideas/joining/list.html", {"page": page})


@require_GET
def joining(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge or split: what it is about, who answered what, what one can do."""
    return _page(request, _found(request, pk))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline, for one's own idea; the community manager for authors who are gone."""
    found = _found(request, pk)
    if found.is_open and not policies.sides_to_answer(request.user, found):
        raise PermissionDenied
    declines = request.POST.get("answer") == "decline"
    form = AnswerForm(request.POST, declines=declines)
    if not form.is_valid():
        return _page(request, found, answering=form)
    try:
        proposing.answer(found, by=request.user, accept=not declines, word=form.cleaned_data["word"])
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _said(found, declines))
    return redirect(found)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw what one proposed, as long as it waits."""
    found = _found(request, pk)
    if found.by_id != request.user.pk:
        raise PermissionDenied
    try:
        proposing.take_back(found, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Taken back: nothing changes for anybody."))
    return redirect(found)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Separate what was merged, or make whole what was split."""
    found = _found(request, pk)
    if found.is_done and not policies.can_undo(request.user, found):
        raise PermissionDenied
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, found, undoing=form)
    try:
        proposing.undo(found, by=request.user, why=form.cleaned_data["why"])
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Undone. Each idea has its own supports again; everyone concerned is told."))
    return redirect(found)


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep, withdraw, or only follow; of a split: which parts."""
    found = _found(request, pk)
    chosen = request.POST.get("answer", "")
    parts = [int(raw) for raw in request.POST.getlist("part") if raw.isascii() and raw.isdecimal() and len(raw) < 19]
    if found.is_merge and chosen not in _ANSWERS:
        messages.error(request, _("Choose what becomes of your support: nothing was changed."))
        return redirect(found)
    try:
        choosing.choose(found, by=request.user, answer=chosen, parts=parts)
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Thank you: your support stands as you said."))
    return redirect(found)


def _said(found: Joining, declines: bool) -> str:
    if declines:
        return _("Declined. Who proposed it reads your word.")
    if found.is_done:
        return _("Done. Everyone who supported or followed is told, and can choose.")
    return _("Accepted. It waits for the authors of the other idea.")


def _page(
    request: HttpRequest, found: Joining, *, answering: AnswerForm | None = None, undoing: UndoForm | None = None
) -> HttpResponse:
    user = request.user
    sides = policies.sides_to_answer(user, found)
    ideas = [found.source, *([found.target] if found.target else [])]
    made: Any = Idea.objects.visible_to(user).filter(pk__in=found.made).order_by("pk") if found.made else []
    context = {
        "joining": found,
        "consents": found.consents.select_related("by"),
        "sides": sides,
        "for_absent": any(policies.stands_in(user, found.idea_of(side)) for side in sides),
        "open_sides": found.open_sides() if found.is_open else [],
        "made": made,
        "texts": [] if made else [{**text, "html": clean(text["proposal"])} for text in found.parts],
        "source_label": _("Merged into the other") if found.is_merge else _("The idea"),
        "target_label": _("Stays"),
        "choice": Choice.objects.filter(joining=found, user=user).first() if found.is_done else None,
        "sees_tally": all(core.can_see_tally(user, idea) for idea in ideas),
        "can_take_back": policies.can_take_back(user, found),
        "can_undo": policies.can_undo(user, found),
        "answering": answering or AnswerForm(),
        "undoing": undoing or UndoForm(auto_id="undo_%s"),
    }
    refused = any(form is not None and form.errors for form in (answering, undoing))
    return render(request, "ideas/joining/joining.html", context, status=422 if refused else 200)
