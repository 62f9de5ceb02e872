from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.pagination import page_of
from knowledge.diff import compare_versions
from knowledge.models import ArticlePage, StaleEdit
from knowledge.policies import can_read_text
from knowledge.presenting import crumbs_to
from knowledge.reviewing import actions, policies
from knowledge.reviewing.forms import AnswerForm
from knowledge.reviewing.models import STATE, Review


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for my review, or (``?show=sent``) what I sent and is not published yet; oldest first."""
    sent = request.GET.get("show") == "sent"
    rows = Review.objects.visible_to(request.user).select_related("article__author", *STATE).order_by("since", "pk")
    if sent:
        rows = rows.open().filter(workflow_state__requested_by=request.user)
    else:
        rows = rows.filter(pk__in=Review.objects.waiting_for(request.user).values("pk"))
    here = reverse("reviewing:mine")
    tabs = [
        {"url": here, "label": pgettext("articles", "To review"), "current": not sent},
        {"url": f"{here}?show=sent", "label": _("What I sent"), "current": sent},
    ]
    return render(
        request, "knowledge/reviewing/mine.html", {"page": page_of(request, rows), "tabs": tabs, "sent": sent}
    )


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at what an article would change, approve it or ask for changes. Once answered, it leads to the article."""
    found = _under_review(request, pk)
    if found is None:
        return _over(request, pk)
    form = AnswerForm(request.POST or None, initial={"base_revision": found.article.latest_revision_id})
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, found, form.cleaned_data)
        except actions.NotUnderReview:
            return _over(request, pk)
        except StaleEdit:
            messages.warning(request, _("A newer version was saved while you were reading. Here it is: look again."))
            return redirect(found)
    return render(
        request, "knowledge/reviewing/review.html", _context(request, found, form), status=422 if form.errors else 200
    )


def _answer(request: HttpRequest, found: Review, said: dict[str, Any]) -> HttpResponse:
    if said["decision"] == "approve":
        actions.approve(found.article, by=request.user, base_revision=said["base_revision"], word=said["word"])
        messages.success(request, _("Approved and published. Who wrote it is told."))
        return redirect(found.article)
    actions.ask_for_changes(found.article, by=request.user, word=said["word"])
    messages.success(request, _("Given back with your word. It comes to you again when it is sent anew."))
    return redirect("reviewing:mine")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an article out of review; its text stays, unpublished."""
    found = _under_review(request, pk)
    if found is None:
        return _over(request, pk)
    try:
        actions.withdraw(found.article, by=request.user)
    except actions.NotUnderReview:
        return _over(request, pk)
    messages.success(request, _("No longer under review. The text is kept, unpublished."))
    return redirect(found.article if can_read_text(request.user, found.article) else "reviewing:mine")


def _under_review(request: HttpRequest, pk: int) -> Review | None:
    found = Review.objects.visible_to(request.user).open().filter(article=pk).select_related("article", *STATE).first()
    if found is not None and found.article.is_hidden and not can_read_text(request.user, found.article):
        raise Http404
    return found


def _over(request: HttpRequest, pk: int) -> HttpResponse:
    """There is nothing to review any more: lead to the article, or who may not open it to what else waits for them."""
    article = ArticlePage.objects.readable_by(request.user).filter(pk=pk).first()
    if article is None and not Review.objects.visible_to(request.user).filter(article=pk).exists():
        raise Http404
    messages.info(request, _("This article is not under review."))
    return redirect(article or "reviewing:mine")


def _context(request: HttpRequest, found: Review, form: AnswerForm) -> dict[str, Any]:
    article = found.article
    version = article.working_version()
    comparison = None
    if article.live:
        tags = {"old_tags": sorted(article.tags.names()), "new_tags": sorted(tag.name for tag in version.tags.all())}
        comparison = compare_versions(article, version, **tags)
    return {
        "review": found,
        "article": article,
        "version": version,
        "comparison": comparison,
        "form": form,
        "crumbs": crumbs_to(article, and_itself=can_read_text(request.user, article)),
        "can_approve": policies.can_approve(request.user, found),
        "can_withdraw": policies.can_withdraw(request.user, found),
        "asked": list(found.asked.all()),
    }
