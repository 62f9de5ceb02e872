from collections.abc import Callable
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import policies as core
from ideas.errors import Refused
from ideas.living import actions, policies
from ideas.living.forms import CloseForm, ExpectedForm, HandOverForm, MeasureForm, MilestoneForm, WordsForm
from ideas.living.models import Milestone, Outcome
from ideas.living.panel import measure_of
from ideas.living.views.common import allow, form_page, idea_or_404
from ideas.models import Idea, Status
from intranet.core.forms import carried_out


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who owes the next answer or step, and until when."""
    idea = idea_or_404(request, pk)
    allow(policies.can_hand_over(request.user, idea))
    form = HandOverForm(request.POST if request.method == "POST" else None, initial={"owner": idea.answer_owner})
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner"]
        if owner is not None and not idea.is_visible_to(owner):
            form.add_error("owner", _("%(name)s cannot read this idea.") % {"name": owner.display_name})
        else:
            idea.hand_to(owner, by=request.user, due_at=form.cleaned_data["due"])
            messages.success(request, _("Noted, on the page of the idea too."))
            return redirect(idea)
    return form_page(request, "hand_over", idea, form)


@require_http_methods(["GET", "POST"])
def milestones(request: HttpRequest, pk: int) -> HttpResponse:
    """The milestones of an accepted idea: add one, say that one is reached, take one back."""
    idea = idea_or_404(request, pk)
    allow(_carries(request, idea))
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    if carried_out(form, lambda: actions.add_milestone(idea, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The milestone stands on the line of the idea."))
        return redirect("ideas:living:milestones", pk=pk)
    rows = Milestone.objects.filter(idea=idea).select_related("owner")
    return form_page(request, "milestones", idea, form, rows=rows, allowed=policies.can_carry(request.user, idea))


@require_POST
def reached(request: HttpRequest, pk: int, milestone: int) -> HttpResponse:
    return _on_milestone(request, pk, milestone, actions.reach, _("Reached. Everyone concerned is told."))


@require_POST
def drop(request: HttpRequest, pk: int, milestone: int) -> HttpResponse:
    return _on_milestone(request, pk, milestone, actions.drop_milestone, _("The milestone is taken back."))


def _on_milestone(request: HttpRequest, pk: int, milestone: int, verb: Callable[..., bool], done: str) -> HttpResponse:
    idea = idea_or_404(request, pk)
    found = get_object_or_404(Milestone.objects.select_related("idea__campaign"), pk=milestone, idea=idea)
    allow(_carries(request, idea) or found.owner_id == request.user.pk)
    try:
        if verb(found, by=request.user):
            messages.success(request, done)
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(f"{idea.get_absolute_url()}#life")


@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how an accepted idea goes."""
    idea = idea_or_404(request, pk)
    allow(_carries(request, idea))
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=_("How it goes"),
        help_text=_("Supporters, followers and authors are told. What was said stays: the next word corrects it."),
    )
    if carried_out(form, lambda: actions.post_progress(idea, by=request.user, body=form.cleaned_data["words"])):
        messages.success(request, _("Published on the line of the idea."))
        return redirect(f"{idea.get_absolute_url()}#life")
    return form_page(request, "progress", idea, form, allowed=policies.can_carry(request.user, idea))


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is expected of an accepted idea; later, what was measured against it."""
    idea = idea_or_404(request, pk)
    allow(_carries(request, idea))
    known = Outcome.objects.filter(idea=idea).prefetch_related("measurements").first()
    is_measured = known is not None and bool(known.measurements.all())
    sent = request.POST if request.method == "POST" else None
    what = request.POST.get("what", "")
    names = ("measure", "unit", "baseline", "target", "measure_on")
    told = None if is_measured else measure_of(idea)
    initial = {name: getattr(known, name) for name in names} if known and known.measure else told or {}
    initial = {name: _shortest(value) for name, value in initial.items()}
    expected = ExpectedForm(sent if what == "expected" else None, initial=initial, prefix="expected")
    measured = MeasureForm(sent if what == "measured" else None, prefix="measured")
    form = expected if what == "expected" else measured
    verb = actions.expect if form is expected else actions.measure
    if carried_out(form, lambda: verb(idea, by=request.user, **form.cleaned_data)):
        messages.success(request, _("It stands on the line of the idea."))
        return redirect(f"{idea.get_absolute_url()}#life")
    context = {"expected": expected, "measured": measured, "known": known, "is_measured": is_measured, "told": told}
    return form_page(request, "outcome", idea, form, **context, allowed=policies.can_carry(request.user, idea))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a done idea: which article says what was learned, or a note of it."""
    idea = idea_or_404(request, pk)
    allow(_carries(request, idea))
    form = CloseForm(request.POST if request.method == "POST" else None, user=request.user)
    if carried_out(form, lambda: actions.close(idea, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Closed. What was learned stands on the page of the idea."))
        return redirect(f"{idea.get_absolute_url()}#life")
    open_to = idea.pipeline_status == Status.DONE and not idea.parts.get("closed")
    return form_page(request, "close", idea, form, allowed=open_to)


def _carries(request: HttpRequest, idea: Idea) -> bool:
    """Say whether this person carries out ``idea`` or decides, wherever it stands now (the form says if it is too late)."""
    return idea.answer_owner_id == request.user.pk or core.can_decide(request.user)


def _shortest(value: object) -> object:
    """Return a number as somebody would have typed it: 420, not 420.0000; anything else as it is."""
    return Decimal(format(value.normalize(), "f")) if isinstance(value, Decimal) else value
