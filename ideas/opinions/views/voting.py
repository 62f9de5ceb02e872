"""Voting on a statement, and adding one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ideas.models import Campaign
from ideas.opinions import policies
from ideas.opinions.forms import StatementForm
from ideas.opinions.models import LONGEST, Opinion, Statement
from ideas.opinions.similar import similar_statements
from ideas.opinions.views.reading import card_context, found_map, map_page

VALUES = {"agree": 1, "disagree": -1, "pass": 0}


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, disagree or pass; the next statement comes. The latest vote counts."""
    rows = Statement.objects.visible_to(request.user).select_related("map__campaign")
    found = get_object_or_404(rows.filter(map__campaign__in=Campaign.objects.visible_to(request.user)), pk=pk)
    value = VALUES.get(request.POST.get("value", ""))
    refusal = policies.why_not_vote(request.user, found.map)
    if value is None:
        refusal = refusal or _("Agree, disagree or pass: nothing was counted.")
    if refusal:
        messages.error(request, refusal)
    else:
        assert value is not None
        Opinion.objects.vote(found, by=request.user, value=value)
    if request.headers.get("HX-Request"):
        return render(request, "ideas/opinions/_vote.html", card_context(request, found.map))
    return redirect(f"{found.map.get_absolute_url()}#vote")


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a statement. Similar ones are shown first; it is added all the same if the person says so."""
    found = found_map(request, slug)
    if policies.why_not_vote(request.user, found):
        raise PermissionDenied
    form = StatementForm(request.POST)
    if word := policies.why_not_add(request.user, found):
        form.add_error(None, word)
    if not form.is_valid():
        return map_page(request, found, adding=form)
    alike = similar_statements(found, request.user, form.cleaned_data["text"])
    if alike and not form.cleaned_data["seen"]:
        return map_page(request, found, adding=form, alike=alike)
    Statement.add(found, by=request.user, text=form.cleaned_data["text"], language=form.cleaned_data["language"])
    messages.success(request, _("Added. Your colleagues vote on it from now on."))
    return redirect(f"{found.get_absolute_url()}#add")


@require_GET
def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """The statements near to what is being typed, as a fragment."""
    found = found_map(request, slug)
    text = request.GET.get("text", "").replace("\x00", "")[:LONGEST]
    return render(request, "ideas/opinions/_alike.html", {"alike": similar_statements(found, request.user, text)})
