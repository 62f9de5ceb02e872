"""Tuning in the open: a change is tried, seen, applied, told, and can be undone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from intranet.core.pagination import page_of
from intranet.search.measuring import editing, policies, trying
from intranet.search.measuring.models import Change
from intranet.search.measuring.showing import visible
from intranet.search.measuring.tabs import tabs
from intranet.search.measuring.wording import described
from intranet.search.policies import may_tune


def propose(request: HttpRequest, edits: list[editing.Edit], *, undoes: Change | None = None) -> HttpResponse:
    """Try ``edits`` and show what they would do; nothing changes yet. Called by the forms of the settings."""
    edits = [edit for edit in edits if edit["before"] != edit["after"]]
    if not edits:
        messages.info(request, _("Nothing changed."))
        return redirect("search:tuning")
    change = Change.objects.create(edits=edits, by=request.user, undoes=undoes)
    trying.start(change, request.user)
    return redirect("measuring:change", change.pk)


def _require_tuner(request: HttpRequest) -> None:
    if not may_tune(request.user):
        raise PermissionDenied


@require_GET
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What a change would do, or did when it was tried."""
    _require_tuner(request)
    found = get_object_or_404(Change.objects.select_related("by", "applied_by"), pk=pk)
    verdicts = found.verdicts
    order = {verdict: number for number, verdict in enumerate(trying.VERDICTS)}
    queries = sorted(verdicts.queries, key=lambda query: order[query["verdict"]])
    context = {
        "change": found,
        "lines": described(request.user, [found])[0][1],
        "verdicts": verdicts,
        "queries": _with_titles(request, queries),
    }
    return render(request, "search/measuring/change.html", context)


def _with_titles(request: HttpRequest, queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = {(kind, pk) for query in queries for kind, pk in [*query["gone"], *query["new"]]}
    seen = visible(request.user, keys)
    return [
        {**query, **{name: [seen[tuple(key)] for key in query[name] if tuple(key) in seen] for name in ("gone", "new")}}
        for query in queries
    ]


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    _require_tuner(request)
    found = get_object_or_404(Change, pk=pk)
    try:
        editing.apply(found, by=request.user)
    except editing.StaleError:
        messages.error(
            request, _("This was changed by somebody else meanwhile. Make your change again from what it is now.")
        )
        return redirect("search:tuning")
    messages.success(request, _("It holds for everyone now. Titles follow within a minute."))
    return redirect("search:tuning")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose what was before: tried like any change."""
    _require_tuner(request)
    found = get_object_or_404(Change, pk=pk, state=Change.State.APPLIED)
    try:
        edits = editing.undoing(found)
    except editing.StaleError:
        messages.error(request, _("It was changed again since: undo the later change first."))
        return redirect("measuring:changes")
    return propose(request, edits, undoes=found)


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What was changed, by whom, and what it did; for who tunes and for the leadership. No query is told here."""
    if not policies.may_read_changes(request.user):
        raise PermissionDenied
    rows = Change.objects.filter(state=Change.State.APPLIED).select_related("applied_by", "undoes")
    page = page_of(request, rows, size=30)
    context = {
        "tabs": tabs(request.user, "changes"),
        "page": page,
        "lines": described(request.user, page),
        "may_tune": may_tune(request.user),
    }
    return render(request, "search/measuring/changes.html", context)
