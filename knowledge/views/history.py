from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Revision

from intranet.core.pagination import page_of
from knowledge import policies
from knowledge.diff import compare_versions
from knowledge.models import ArticlePage, StaleEdit
from knowledge.presenting import crumbs_to, said_of_publishing

VERSIONS_SHOWN = 50


def _article(request: HttpRequest, pk: int) -> ArticlePage:
    return get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)


def _versions(request: HttpRequest, article: ArticlePage) -> "QuerySet[Revision]":
    """Return the versions that this person may read, the latest first.

    What an author wrote before publishing for the first time stays with the author and those who manage the
    knowledge base.
    """
    revisions = (
        article.revisions.select_related("user", "note")
        .prefetch_related("note__credits")
        .order_by("-created_at", "-pk")
    )
    if article.is_by(request.user) or policies.can_manage_knowledge(request.user):
        return revisions
    first = article.revisions.filter(created_at__lte=article.first_published_at).order_by("-created_at", "-pk").first()
    return revisions.filter(created_at__gte=first.created_at) if first else revisions


def _version(request: HttpRequest, article: ArticlePage, raw: int | str) -> Revision:
    if isinstance(raw, str) and not (raw.isascii() and raw.isdecimal() and len(raw) < 19):
        raise Http404
    return get_object_or_404(_versions(request, article), pk=int(raw))


def _context(article: ArticlePage, **more: Any) -> dict[str, Any]:
    return {"article": article, "crumbs": crumbs_to(article, and_itself=True), **more}


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version: who saved it and when, which one readers see; choose two to compare."""
    article = _article(request, pk)
    page = page_of(request, _versions(request, article).defer("content"), size=VERSIONS_SHOWN)
    return render(request, "knowledge/history.html", _context(article, page=page))


@require_GET
def version(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """An old version as it read."""
    article = _article(request, pk)
    found = _version(request, article, revision)
    context = _context(article, revision=found, version=found.as_object())
    return render(request, "knowledge/version.html", context)


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed between two versions (``?from=&to=``): the older is always the one it starts from."""
    article = _article(request, pk)
    after = _version(request, article, request.GET.get("to") or article.latest_revision_id or 0)
    if "from" in request.GET:
        before: Revision | None = _version(request, article, request.GET["from"])
    else:
        before = _versions(request, article).filter(pk__lt=after.pk).first()
    if before is None or before.pk == after.pk:
        return redirect("knowledge:history", pk=article.pk)
    if before.pk > after.pk:
        before, after = after, before
    old, new = before.as_object(), after.as_object()
    tags = {"old_tags": _tags(old), "new_tags": _tags(new)}
    context = _context(article, before=before, after=after, comparison=compare_versions(old, new, **tags))
    return render(request, "knowledge/compare.html", context)


@require_POST
def restore(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """Make an old version the newest. If somebody saved since the page was shown, it says so and changes nothing."""
    article = _article(request, pk)
    old = _version(request, article, revision)
    raw = request.POST.get("base_revision", "")
    try:
        article.restore(old, by=request.user, base_revision=int(raw) if raw.isdecimal() and len(raw) < 19 else None)
    except StaleEdit:
        messages.warning(
            request, _("Somebody saved a newer version meanwhile. Look at it, then restore again if you still want to.")
        )
        return redirect("knowledge:history", pk=article.pk)
    if article.live and not article.is_shown:
        messages.success(request, said_of_publishing(article))
    else:
        messages.success(request, _("Restored as a new version. Nothing in between was lost: it stays in the history."))
    return redirect(article)


def _tags(version: ArticlePage) -> list[str]:
    return sorted(tag.name for tag in version.tags.all())
