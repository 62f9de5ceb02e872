"""Somebody left: what they looked after, who could take it on and why, and one click to give it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.accounts.models import User
from intranet.core.pagination import page_of
from knowledge.models import ArticlePage
from knowledge.stewardship import policies
from knowledge.stewardship.handover import items_of
from knowledge.stewardship.models import HandOver, Stewardship


def _allowed(request: HttpRequest) -> None:
    if not policies.can_hand_over(request.user):
        raise PermissionDenied


@require_GET
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The hand-overs, open ones first."""
    _allowed(request)
    rows = HandOver.objects.select_related("person__department").order_by("closed_at", "-opened_at")
    return render(request, "knowledge/stewardship/hand_overs.html", {"page": page_of(request, rows)})


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """One hand-over: give an article to a suggested person, or close it."""
    _allowed(request)
    found = get_object_or_404(HandOver.objects.select_related("person__department"), pk=pk)
    if request.method == "POST":
        return _close(request, found) if "close" in request.POST else _give(request, found)
    context = {"hand_over": found, "items": items_of(found.person, shown_to=request.user)}
    return render(request, "knowledge/stewardship/hand_over.html", context)


def _give(request: HttpRequest, found: HandOver) -> HttpResponse:
    """Give one article to one person, in the part that the leaver had."""
    ids = [request.POST.get(name, "") for name in ("article", "to")]
    if not all(raw.isascii() and raw.isdecimal() and len(raw) < 19 for raw in ids):
        return redirect("stewardship:hand_over", pk=found.pk)
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=int(ids[0]))
    to = get_object_or_404(User.objects.active(), pk=int(ids[1]))
    row = Stewardship.objects.of(article)
    owner = to if row.owner_id == found.person_id else row.owner
    reviewer = to if row.reviewer_id == found.person_id else row.reviewer
    try:
        row.entrust(by=request.user, owner=owner, department=row.owner_department, reviewer=reviewer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("“%(title)s” is now with %(name)s, who is told.")
        messages.success(request, said % {"title": article.title, "name": to.display_name})
    return redirect("stewardship:hand_over", pk=found.pk)


def _close(request: HttpRequest, found: HandOver) -> HttpResponse:
    found.close(by=request.user)
    messages.success(request, _("The hand-over is closed."))
    return redirect("stewardship:hand_overs")
