"""Suggesting an edit, and finding again what one suggested or has to answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.pagination import page_of
from knowledge.models import ArticlePage
from knowledge.presenting import crumbs_to
from knowledge.suggestions import policies
from knowledge.suggestions.forms import SuggestionForm
from knowledge.suggestions.models import Decided, Suggestion


@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest an edit of what readers see; one's open suggestion is gone on with."""
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    if not policies.can_suggest(request.user, article):
        return _not_now(request, article)
    mine = Suggestion.objects.open().filter(article=article, author=request.user).first()
    form = SuggestionForm(request.POST or None, initial=_initial(article, mine))
    if request.method == "POST" and form.is_valid():
        if form.says_the_same_as(article):
            form.add_error(None, _("This is what the article says already. Change something, then send it."))
        else:
            return _propose(request, article, form)
    context = {"article": article, "form": form, "mine": mine, "crumbs": crumbs_to(article, and_itself=True)}
    context["draft_key"] = f"suggestion:{article.pk}"
    context["others"] = Suggestion.objects.open().filter(article=article).exclude(author=request.user).exists()
    return render(request, "knowledge/suggestions/suggest.html", context, status=422 if form.errors else 200)


def _propose(request: HttpRequest, article: ArticlePage, form: SuggestionForm) -> HttpResponse:
    data = form.cleaned_data
    known = article.revisions.filter(pk=data["base_revision"]).exists()
    base = data["base_revision"] if known else article.live_revision_id or 0
    made = Suggestion.objects.propose(article, by=request.user, base_revision=base, word=data["word"], **form.text)
    names = ", ".join(str(person) for person in made.asked.all())
    if names:
        messages.success(request, _("Sent to %(names)s. You are told what they answer.") % {"names": names})
    else:
        messages.success(request, _("Sent. You are told what is answered."))
    return redirect(made)


def _initial(article: ArticlePage, mine: Suggestion | None) -> dict[str, Any]:
    if mine is not None:
        return {**mine.text, "word": mine.word, "base_revision": mine.base_revision}
    return {**SuggestionForm.initial_of(article), "base_revision": article.live_revision_id}


def _not_now(request: HttpRequest, article: ArticlePage) -> HttpResponse:
    """Say why nothing can be suggested; what was typed is given back to be copied."""
    context = {
        "article": article,
        "crumbs": crumbs_to(article, and_itself=True),
        "written": request.POST.get("body", ""),
    }
    return render(request, "knowledge/suggestions/not_now.html", context, status=409)


@require_GET
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    """The suggestions on one article: all of them for who answers for it, their own for who made them."""
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    rows = Suggestion.objects.visible_to(request.user).filter(article=article)
    page = page_of(request, rows.select_related("author", "decided_by", "article").order_by("-updated_at", "-pk"))
    context = {"article": article, "page": page, "crumbs": crumbs_to(article, and_itself=True)}
    return render(request, "knowledge/suggestions/of_article.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Suggestions that wait for my answer, or (``?show=mine``) those that I made."""
    own = request.GET.get("show") == "mine"
    if own:
        rows = Suggestion.objects.filter(author=request.user).order_by("-updated_at", "-pk")
    else:
        rows = Suggestion.objects.visible_to(request.user).open().exclude(author=request.user)
        rows = rows.order_by("updated_at", "pk")
    here = reverse("suggestions:mine")
    tabs = [
        {"url": here, "label": _("To answer"), "current": not own},
        {"url": f"{here}?show=mine", "label": _("Mine"), "current": own},
    ]
    page = page_of(request, rows.select_related("article", "author", "decided_by"))
    return render(request, "knowledge/suggestions/mine.html", {"page": page, "tabs": tabs, "own": own})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own suggestion back."""
    found = get_object_or_404(Suggestion.objects.visible_to(request.user), pk=pk)
    if found.author_id != request.user.pk:
        raise PermissionDenied
    try:
        found.withdraw(by=request.user)
        messages.success(request, _("Withdrawn. Its text stays here for you."))
    except Decided:
        messages.info(request, _("It was answered meanwhile."))
    return redirect(found)
