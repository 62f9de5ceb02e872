"""Somebody left: what they looked after, who could take it on and why, and one click to give it, or many at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from intranet.accounts.models import User
from intranet.core.pagination import page_of
from knowledge.models import ArticlePage
from knowledge.stewardship import policies
from knowledge.stewardship.forms import GiveForm
from knowledge.stewardship.handover import SHOWN, give, items_of, most_suggested
from knowledge.stewardship.models import HandOver


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
    """One hand-over: give articles to a suggested person or to somebody else, or close it."""
    _allowed(request)
    found = get_object_or_404(HandOver.objects.select_related("person__department"), pk=pk)
    if request.method == "POST":
        return _close(request, found) if "close" in request.POST else _give(request, found)
    items = items_of(found.person, shown_to=request.user)
    context = {"hand_over": found, "items": items, "heirs": most_suggested(items), "form": GiveForm()}
    context["can_give"] = any(item.article for item in items)
    return render(request, "knowledge/stewardship/hand_over.html", context)


def _give(request: HttpRequest, found: HandOver) -> HttpResponse:
    """Give the ticked articles to one person, in the part that the leaver had: all of them, or none."""
    ids = [raw for raw in request.POST.getlist("article") if raw.isascii() and raw.isdecimal() and len(raw) < 19]
    articles = list(ArticlePage.objects.visible_to(request.user).filter(pk__in=ids[:SHOWN]))
    to = _chosen(request)
    if not articles or to is None:
        messages.error(request, _("Tick what is to be given, and say to whom."))
        return redirect("stewardship:hand_over", pk=found.pk)
    try:
        count = give(articles, of=found.person, to=to, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("stewardship:hand_over", pk=found.pk)
    if count == 1:
        said = _("“%(title)s” is now with %(name)s, who is told.")
        messages.success(request, said % {"title": articles[0].title, "name": to.display_name})
    elif count:
        said = ngettext("%(n)d article is now with %(name)s.", "%(n)d articles are now with %(name)s.", count)
        messages.success(request, said % {"n": count, "name": to.display_name})
    return redirect("stewardship:hand_over", pk=found.pk)


def _chosen(request: HttpRequest) -> User | None:
    """Return whom a suggestion (``to``) or the field says."""
    raw = request.POST.get("to", "")
    if raw:
        known = raw.isascii() and raw.isdecimal() and len(raw) < 19
        return User.objects.active().filter(pk=int(raw)).first() if known else None
    form = GiveForm(request.POST)
    return form.cleaned_data["person"] if form.is_valid() else None


def _close(request: HttpRequest, found: HandOver) -> HttpResponse:
    found.close(by=request.user)
    messages.success(request, _("The hand-over is closed."))
    return redirect("stewardship:hand_overs")
