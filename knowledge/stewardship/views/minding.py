"""The articles that somebody looks after, on one page: what is to check, one click each, or many at once."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from intranet.core.pagination import page_of
from knowledge.models import ArticlePage, SpacePage
from knowledge.stewardship import actions, policies
from knowledge.stewardship.models import Concern, Stewardship
from knowledge.stewardship.parts import reasons_of

PAGE_SIZE = 50
MOST_AT_ONCE = 200
SHOWN = {"check", "all", "archived", "offered"}


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I look after: to check (with why), everything, archived; and what I could take on."""
    chosen = request.GET.get("show", "check")
    chosen = chosen if chosen in SHOWN else "check"
    page = page_of(request, _rows(request, chosen), size=PAGE_SIZE)
    why, spaces = reasons_of(page.items, request.user), _spaces_of(page.items)
    for row in page:
        row.why, row.space_title = why[row.article_id], spaces.get(row.article.parent_path, "")
    context = {"page": page, "chosen": chosen, "tabs": _tabs(chosen)}
    context["minds_gaps"] = policies.stewards_a_space(request.user)
    return render(request, "knowledge/stewardship/mine.html", context)


def _rows(request: HttpRequest, chosen: str) -> "QuerySet[Stewardship]":
    user = request.user
    rows = Stewardship.objects.for_user(user).select_related("article", "verified_by", "owner", "owner_department")
    if chosen == "offered":
        return rows.unowned().filter(article__in=list(actions.offered_to(user))).order_by("article__title_folded", "pk")
    rows = rows.in_charge(user).annotate(no=Count("article__opinions", filter=Q(article__opinions__is_helpful=False)))
    if chosen == "archived":
        return rows.exclude(article__archived_at=None).order_by("-article__archived_at", "pk")
    rows = rows.filter(article__archived_at=None)
    if chosen == "check":
        # What only grew old can wait; what changed, or does not help, comes first.
        pressing = Concern.objects.open().filter(stewardship=OuterRef("pk")).exclude(kind=Concern.Kind.INTERVAL)
        rows = rows.filter(state=Stewardship.State.TO_CHECK).annotate(is_pressing=Exists(pressing))
        return rows.order_by("-is_pressing", "article__title_folded", "pk")
    first = Case(When(state=Stewardship.State.TO_CHECK, then=Value(0)), default=Value(1))
    return rows.order_by(first, "article__title_folded", "pk")


def _spaces_of(rows: "list[Stewardship]") -> dict[str, str]:
    """Return the titles of the spaces that the articles of ``rows`` stand in, by path; one query."""
    paths = {row.article.parent_path for row in rows}
    return dict(SpacePage.objects.filter(path__in=paths).values_list("path", "title"))


def _tabs(chosen: str) -> list[dict[str, Any]]:
    labels = {
        "check": _("To check"),
        "all": _("All I look after"),
        "archived": _("Archived"),
        "offered": _("Looking for an owner"),
    }
    here = reverse("stewardship:mine")
    return [{"url": f"{here}?show={name}", "label": label, "current": name == chosen} for name, label in labels.items()]


def _ticked(request: HttpRequest) -> "QuerySet[ArticlePage]":
    raw = [pk for pk in request.POST.getlist("article") if pk.isascii() and pk.isdecimal() and len(pk) < 19]
    return ArticlePage.objects.visible_to(request.user).filter(pk__in=raw[:MOST_AT_ONCE])


@require_POST
def verify_many(request: HttpRequest) -> HttpResponse:
    """Say of the ticked articles that they are right; those that one may not answer for stay as they are."""
    rows = Stewardship.objects.filter(article__in=_ticked(request)).select_related("article", "owner_department")
    verified = 0
    for row in rows:
        if policies.can_verify(request.user, row):
            row.verify(by=request.user)
            verified += 1
    if verified:
        said = ngettext("%(n)d article is verified.", "%(n)d articles are verified.", verified) % {"n": verified}
        messages.success(request, said)
    else:
        messages.info(request, _("Tick the articles that are still right first."))
    return redirect("stewardship:mine")


@require_POST
def take_on(request: HttpRequest) -> HttpResponse:
    """Look after the ticked articles, those that nobody owns."""
    taken = actions.take_on(_ticked(request), by=request.user)
    if taken:
        said = ngettext("You now look after %(n)d more article.", "You now look after %(n)d more articles.", taken)
        messages.success(request, said % {"n": taken})
    else:
        messages.info(request, _("Tick the articles that you want to look after first; somebody may have taken them."))
    return redirect(f"{reverse('stewardship:mine')}?show=all")
