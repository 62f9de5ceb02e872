"""Preparing a review: its shortlist, its grid, who evaluates. One page; each of its forms has its own address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ideas import policies as idea_policies
from ideas.errors import Refused
from ideas.models import Idea
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.finding import ideas_to_add
from ideas.reviewing_room.forms import AddForm, DrawForm, InviteForm, criteria_forms
from ideas.reviewing_room.models import Criterion, Entry, Review
from ideas.reviewing_room.views.finding import led
from intranet.accounts.models import User


@require_GET
def prepare(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    return _page(request, led(request, campaign, number))


def _page(request: HttpRequest, review: Review, *, status: int = 200, **forms: Any) -> HttpResponse:
    rule = {"rule": review.rule or "support", "top": review.top, "minimum_breadth": review.minimum_breadth}
    query = request.GET.get("q", "")[:200]
    on_list = review.entries.visible_to(request.user)
    context = {
        "review": review,
        "draw_form": DrawForm(initial=rule),
        "grid": criteria_forms(list(review.criteria.all())),
        "invite_form": InviteForm(),
        "evaluators": review.evaluators.select_related("user__department").order_by("user__display_name", "pk"),
        "on_list": on_list.count(),
        "by_hand": on_list.filter(rule="", beside="").select_related("idea", "added_by").order_by("at", "pk"),
        "hidden": not idea_policies.can_see_contest(request.user, review.campaign),
        "q": query,
        "found": ideas_to_add(review, request.user, query) if query.strip() else None,
        **forms,
    }
    return render(request, "ideas/reviewing_room/prepare.html", context, status=status)


@require_POST
def draw(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    review = led(request, campaign, number)
    form = DrawForm(request.POST)
    if form.is_valid():
        try:
            drawn = shortlisting.draw(review, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            came = ngettext("%(count)d idea came", "%(count)d ideas came", drawn.came) % {"count": drawn.came}
            went = ngettext("%(count)d went", "%(count)d went", drawn.went) % {"count": drawn.went}
            messages.success(request, _("The shortlist is drawn: %(came)s, %(went)s.") % {"came": came, "went": went})
            return redirect(review if review.entries.on().exists() else review.url("prepare"))
    return _page(request, review, status=422, draw_form=form)


@require_POST
def add(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    review = led(request, campaign, number)
    form = AddForm(request.POST)
    if form.is_valid():
        rows = Idea.objects.visible_to(request.user).filter(campaign=review.campaign_id)
        idea = get_object_or_404(rows, pk=form.cleaned_data["idea"])
        try:
            shortlisting.add(review, idea, by=request.user, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("“%(title)s” is on the shortlist.") % {"title": idea.title})
            return redirect(f"{review.url('prepare')}#by-hand")
    return _page(request, review, status=422, add_form=form)


@require_POST
def remove(request: HttpRequest, campaign: str, number: int, idea: int) -> HttpResponse:
    review = led(request, campaign, number)
    entry = get_object_or_404(Entry.objects.visible_to(request.user), review=review, idea=idea)
    shortlisting.take_off(entry, by=request.user)
    messages.success(request, _("Taken off the shortlist. What was scored there is kept, should it come back."))
    return redirect(review if review.entries.on().exists() else review.url("prepare"))


@require_POST
def criteria(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    review = led(request, campaign, number)
    grid = criteria_forms(list(review.criteria.all()), request.POST)
    if not grid.is_valid():
        return _page(request, review, status=422, grid=grid, grid_errors=list(grid.non_form_errors()))
    try:
        Criterion.objects.replace(review, grid.wanted)
    except Refused as refusal:
        return _page(request, review, status=409, grid=grid, grid_errors=refusal.messages)
    messages.success(request, _("The grid is kept."))
    return redirect(f"{review.url('prepare')}#grid")


@require_POST
def invite(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    review = led(request, campaign, number)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, review, status=422, invite_form=form)
    new = len(review.invite(form.cleaned_data["people"], by=request.user))
    said = ngettext("%(count)d person is invited.", "%(count)d people are invited.", new) % {"count": new}
    messages.success(request, said if new else _("They evaluate here already."))
    return redirect(f"{review.url('prepare')}#evaluators")


@require_POST
def uninvite(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    review = led(request, campaign, number)
    people = User.objects.filter(pk__in=review.evaluators.values("user"))
    person = get_object_or_404(people, username=request.POST.get("person", "").replace("\0", ""))
    try:
        review.uninvite(person, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("%(name)s evaluates here no more.") % {"name": person})
    return redirect(f"{review.url('prepare')}#evaluators")


@require_POST
def close(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    review = led(request, campaign, number)
    if review.close_scoring(by=request.user):
        messages.success(request, _("The evaluation is closed. Everybody in the room sees every scorecard."))
    return redirect(f"{review.url('prepare')}#evaluators")
