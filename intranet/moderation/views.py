from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.pagination import page_of
from intranet.moderation import actions
from intranet.moderation.cases import Case, case_or_404, cases_of, my_entries, text_of, waiting_rows
from intranet.moderation.forms import DismissForm, HideForm, ReportForm, RestoreForm
from intranet.moderation.log import entries
from intranet.moderation.models import Decision, Report
from intranet.moderation.policies import may_moderate, may_report, moderated_kind


def _require_moderator(request: HttpRequest) -> None:
    if not may_moderate(request.user):
        raise PermissionDenied


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What was reported and waits for a decision, grouped by contribution."""
    _require_moderator(request)
    page = page_of(request, waiting_rows(), size=20)
    return render(request, "moderation/queue.html", {"page": page, "cases": cases_of(page.items)})


@require_GET
def case(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One contribution, what was said about it, and what can be decided."""
    _require_moderator(request)
    return _case_page(request, case_or_404(request.user, kind, pk))


def _case_page(request: HttpRequest, shown: Case, status: int = 200, **bound: Any) -> HttpResponse:
    decisions = Decision.objects.of(shown.target).select_related("by").order_by("-number")[:50]
    forms = {
        "hide_form": HideForm(prefix="hide"),
        "dismiss_form": DismissForm(prefix="dismiss"),
        "restore_form": RestoreForm(prefix="restore"),
    }
    context = {"case": shown, "decisions": decisions, **forms, **bound}
    return render(request, "moderation/case.html", context, status=status)


@require_POST
def decide(request: HttpRequest, kind: str, pk: int, action: str) -> HttpResponse:
    """Hide, restore or dismiss. A refusal (an empty reason, somebody was quicker) keeps what was typed."""
    _require_moderator(request)
    shown = case_or_404(request.user, kind, pk)
    form_class = {"hide": HideForm, "restore": RestoreForm, "dismiss": DismissForm}[action]
    form = form_class(request.POST, prefix=action)
    if form.is_valid():
        try:
            getattr(actions, action)(shown.target, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            # What can be decided may be another thing now, so another form: what was typed is shown on top.
            again = case_or_404(request.user, kind, pk)
            typed = form.cleaned_data["reason"]
            return _case_page(request, again, status=422, refusal=refusal.messages, typed=typed)
        messages.success(request, _DONE[action]())
        return redirect("moderation:queue")
    return _case_page(request, shown, status=422, **{f"{action}_form": form})


_DONE = {
    "hide": lambda: _("Hidden. The author and those who reported it are told why."),
    "restore": lambda: _("Restored. The author is told."),
    "dismiss": lambda: _("It stays. Those who reported it are told why."),
}


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Tell the community manager that something does not belong here."""
    found = moderated_kind(kind)
    if found is None:
        raise Http404
    target = get_object_or_404(found.visible(request.user).select_related(*found.select), pk=pk)
    form = ReportForm(request.POST or None)
    mine = Report.objects.open().of(target).filter(reporter=request.user).first()
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(target, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. The community manager will look at it and answer you."))
            return redirect(found.url(target))
    context = {
        "kind": found,
        "target": target,
        "title": found.title(target),
        "text": text_of(found, target),
        "url": found.url(target),
        "form": form,
        "already": mine,
        "own": not may_report(request.user, target),
    }
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Every decision ever taken, for everyone: what, why, under which clause, in which role. Never who."""
    rows = Decision.objects.order_by("-number")
    action = request.GET.get("action", "")
    if action in Decision.Action.values:
        rows = rows.filter(action=action)
    page = page_of(request, rows, size=30)
    context = {"page": page, "entries": entries(request.user, page.items), "action": action, "actions": Decision.Action}
    return render(request, "moderation/log.html", context)


@require_GET
def my_reports(request: HttpRequest) -> HttpResponse:
    """What I reported, and what became of it. What I can no longer see is not linked."""
    rows = Report.objects.filter(reporter=request.user).select_related("decision").order_by("-pk")
    page = page_of(request, rows, size=20)
    return render(
        request, "moderation/my_reports.html", {"page": page, "reports": my_entries(request.user, page.items)}
    )


@require_GET
def one_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a notification about a report leads: moderators to the case, its author to their reports."""
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    if may_moderate(request.user):
        return redirect("moderation:case", kind=found.kind, pk=found.target_id)
    return redirect(f"{reverse('moderation:my_reports')}#report-{found.pk}")
