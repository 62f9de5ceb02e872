"""Care of the knowledge base: pages asked for, pages that nothing leads to, links that lead nowhere."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from intranet.contributions.registry import registry
from intranet.core.pagination import page_of
from knowledge.linking import policies
from knowledge.linking.models import Citation, orphans_for
from knowledge.linking.parsing import LONGEST_TITLE
from knowledge.linking.parts import citing_articles
from knowledge.models import ArticlePage, SpacePage
from knowledge.presenting import Crumb, crumbs_to
from knowledge.text import fold

PAGE_SIZE = 30
NAMED = 3
LIKE = 5


@require_GET
def care(request: HttpRequest) -> HttpResponse:
    """What is to mend in the spaces that somebody looks after: one of three lists (``?show=``)."""
    if not policies.can_care(request.user):
        raise PermissionDenied
    chosen = request.GET.get("show", "wanted")
    chosen = chosen if chosen in LISTS else "wanted"
    page = LISTS[chosen](request)
    context = {"page": page, "chosen": chosen, "tabs": _tabs(chosen), "crumbs": [_knowledge()]}
    return render(request, "knowledge/linking/care.html", context)


def _wanted(request: HttpRequest) -> Any:
    """Titles asked for, most in demand first, each with a few of the articles that ask."""
    links = Citation.objects.cared_for_by(request.user).wanted(request.user)
    titles = links.values("wanted_folded").annotate(demand=Count("article", distinct=True), title=Min("wanted"))
    page = page_of(request, titles.order_by("-demand", "wanted_folded"), size=PAGE_SIZE)
    asking: dict[str, list[ArticlePage]] = defaultdict(list)
    rows = links.filter(wanted_folded__in=[row["wanted_folded"] for row in page]).select_related("article")
    for link in rows.order_by("pk")[: PAGE_SIZE * 20]:
        named = asking[link.wanted_folded]
        if len(named) < NAMED and link.article not in named:
            named.append(link.article)
    spaces = _spaces_of([articles[0] for articles in asking.values()])
    for row in page:
        row["articles"] = asking[row["wanted_folded"]]
        row["space"] = spaces.get(row["articles"][0].parent_path, "") if row["articles"] else ""
    return page


def _spaces_of(articles: list[ArticlePage]) -> dict[str, int]:
    """Return the ids of the spaces that ``articles`` stand in, by path: a page is begun where it is asked for."""
    return dict(SpacePage.objects.filter(path__in={one.parent_path for one in articles}).values_list("path", "pk"))


def _orphans(request: HttpRequest) -> Any:
    return page_of(request, orphans_for(request.user).for_cards().order_by("title_folded", "pk"), size=PAGE_SIZE)  # type: ignore[attr-defined]  # see ArticleManager


def _broken(request: HttpRequest) -> Any:
    rows = Citation.objects.cared_for_by(request.user).broken().select_related("article")
    return page_of(request, rows.order_by("article__title_folded", "article", "pk"), size=PAGE_SIZE)


LISTS = {"wanted": _wanted, "orphans": _orphans, "broken": _broken}


def _tabs(chosen: str) -> list[dict[str, Any]]:
    labels = {"wanted": _("Still to be written"), "orphans": _("Nothing leads there"), "broken": _("Links to mend")}
    here = reverse("knowledge:linking:care")
    return [{"url": f"{here}?show={name}", "label": label, "current": name == chosen} for name, label in labels.items()]


def _knowledge() -> Crumb:
    return Crumb(_("Knowledge"), reverse("knowledge:index"))


@require_GET
def cited_by(request: HttpRequest, pk: int) -> HttpResponse:
    """All the articles that cite this one."""
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    rows = citing_articles(request.user, article.pk).for_cards()  # type: ignore[attr-defined]  # see ArticleManager
    context = {
        "article": article,
        "page": page_of(request, rows, size=PAGE_SIZE),
        "crumbs": crumbs_to(article, and_itself=True),
    }
    return render(request, "knowledge/linking/cited_by.html", context)


@require_GET
def wanted(request: HttpRequest) -> HttpResponse:
    """A page asked for by its title (``?title=``): shows it if it is there for this person, else offers to write it."""
    title = " ".join(request.GET.get("title", "").replace("\x00", "").split())[:LONGEST_TITLE]
    if not title:
        return redirect("knowledge:index")
    seen = ArticlePage.objects.visible_to(request.user)
    found = seen.filter(title_folded=fold(title)[:600]).order_by("archived_at", "pk").first()
    found = found or seen.filter(former_titles__folded=fold(title)[:600]).order_by("archived_at", "pk").first()
    if found is not None:
        return redirect(found)
    asked = Citation.objects.visible_to(request.user).filter(wanted_folded=fold(title)[:600])
    rows = seen.current().filter(pk__in=asked.values("article")).for_cards().order_by("title_folded", "pk")
    page = page_of(request, rows, size=PAGE_SIZE)
    context = {
        "title": title,
        "page": page,
        "space": next(iter(_spaces_of(page.items[:1]).values()), ""),
        "alike": [
            near
            for answer in registry.ask("search.similar", request.user, title, kinds=("article",), limit=LIKE)
            for near in answer
        ][:LIKE],
        "crumbs": [_knowledge()],
        "can_write": SpacePage.objects.visible_to(request.user).exists(),
    }
    return render(request, "knowledge/linking/wanted.html", context)
