"""Proposing to merge an idea with another one, or to split it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas.errors import Refused
from ideas.joining import policies, proposing
from ideas.joining.forms import INTO_OTHER, MergeForm, SplitForm
from ideas.joining.models import Joining
from ideas.models import Idea
from ideas.similar import similar_ideas
from intranet.core.richtext import to_text

_READ = 3000


def _idea(request: HttpRequest, pk: int) -> Idea:
    rows = Idea.objects.visible_to(request.user).select_related("campaign__rulebook", "author__department")
    idea = get_object_or_404(rows, pk=pk)
    if not policies.can_propose(request.user, idea):
        raise PermissionDenied
    return idea


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to merge this idea with another: similar ones are offered. ``?with=`` chooses one."""
    idea = _idea(request, pk)
    near = _mergeable(request, idea)
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        ideas=Idea.objects.visible_to(request.user),
        near=near,
        initial=_chosen(request, near),
    )
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other"]
        source, target = (idea, other) if form.cleaned_data["direction"] == INTO_OTHER else (other, idea)
        try:
            made = proposing.propose_merge(source, target, by=request.user, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return _proposed(request, made)
    context = {"idea": idea, "form": form, "frozen": _frozen(idea)}
    return render(request, "ideas/joining/merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to split this idea into two to four, each with its text."""
    idea = _idea(request, pk)
    first = {"title": idea.title, "proposal": idea.proposal}
    form = SplitForm(request.POST if request.method == "POST" else None, first=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = proposing.propose_split(idea, form.texts, by=request.user, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return _proposed(request, made)
    context = {"idea": idea, "form": form, "frozen": _frozen(idea), "draft_key": f"split-{idea.pk}"}
    return render(request, "ideas/joining/split.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest, near: list[Idea]) -> dict[str, str]:
    """Return what ``?with=`` chooses: one of those offered, or any other by its number."""
    number = request.GET.get("with", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return {}
    return {"near" if any(str(other.pk) == number for other in near) else "address": number}


def _mergeable(request: HttpRequest, idea: Idea) -> list[Idea]:
    """Return the similar ideas that this one could be merged with, one way or the other."""
    body = to_text(f"{idea.problem} {idea.proposal}"[:_READ])
    near = similar_ideas(request.user, title=idea.title, body=body, besides=idea.pk, limit=12)
    fitting = [
        other for other in near if other.campaign_id == idea.campaign_id and other.audience_id == idea.audience_id
    ]
    return [other for other in fitting if other.pipeline_status.accepts_support][:6]


def _frozen(idea: Idea) -> str:
    return policies.why_frozen(idea.campaign, [idea])


def _proposed(request: HttpRequest, made: Joining) -> HttpResponse:
    if made.is_done:
        messages.success(request, _("Done. Everyone who supported or followed is told, and can choose."))
    else:
        messages.success(request, _("Proposed. The authors are told; they decide."))
    return redirect(made)
