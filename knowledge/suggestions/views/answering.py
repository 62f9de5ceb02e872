"""Reading a suggestion as a difference, and answering it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.richtext import CleanHTML, clean
from knowledge.diff import compare_versions
from knowledge.merging import Part, surrounded
from knowledge.models import ArticlePage, StaleEdit
from knowledge.policies import can_read_text
from knowledge.presenting import Crumb, crumbs_to
from knowledge.reconciling import reconcile, tags_of
from knowledge.suggestions import actions, policies
from knowledge.suggestions.forms import AmendForm, AnswerForm
from knowledge.suggestions.models import Decided, Suggestion


def _found(request: HttpRequest, pk: int) -> Suggestion:
    rows = Suggestion.objects.select_related("article", "author", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    if not policies.can_see(request.user, found):
        raise Http404
    return found


def _to_answer(request: HttpRequest, pk: int) -> Suggestion:
    found = _found(request, pk)
    if not policies.can_decide(request.user, found):
        raise PermissionDenied
    return found


@require_GET
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """What a suggestion changes, and what was answered."""
    return _page(request, _found(request, pk), AnswerForm())


def _page(request: HttpRequest, found: Suggestion, form: AnswerForm) -> HttpResponse:
    decides = found.is_open and policies.can_decide(request.user, found)
    readable = found.article is not None and can_read_text(request.user, found.article)
    context = {
        "suggestion": found,
        "article": found.article if readable else None,
        "crumbs": crumbs_to(found.article, and_itself=True) if readable and found.article else [Crumb(found.title)],
        "form": form,
        "can_decide": decides,
        "passage": _passage(request, found),
        "is_mine": found.author_id == request.user.pk,
        "went_away": found.article is None or not found.article.live or found.article.is_hidden,
        **(_effect(found) if readable else {}),
    }
    return render(request, "knowledge/suggestions/suggestion.html", context, status=422 if form.errors else 200)


def _passage(request: HttpRequest, found: Suggestion) -> Any:
    """Return the passage whose discussion it comes from, for who may read it."""
    passage = getattr(found, "passage", None)
    return passage if passage is not None and passage.is_visible_to(request.user) else None


def _effect(found: Suggestion) -> dict[str, Any]:
    """Return the difference that it makes: to the article as it is now while it is open, else to what it began from."""
    if found.is_open:
        together = actions.brought_together(found)
        if together.is_settled:
            return {
                "comparison": _compared(together.theirs, together.text()),
                "moved_on": together.base != together.current,
            }
        base = together.base.as_object() if together.base else together.theirs
        return {"comparison": _compared(base, found.text), "conflicts": len(together.conflicts) or 1}
    base = found.base
    return {"comparison": _compared(base.as_object(), found.text)} if base else {}


def _compared(before: ArticlePage, text: dict[str, Any]) -> Any:
    after = ArticlePage(**{name: text[name] for name in ("title", "summary", "body", "language")})
    return compare_versions(before, after, old_tags=tags_of(before), new_tags=text["tags"])


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept it as it is. When it no longer goes together with the article, it opens in the editor instead."""
    found = _to_answer(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        article = actions.accept(found, by=request.user, answer=form.cleaned_data["answer"])
    except actions.Conflict:
        messages.info(request, _("The same part was changed meanwhile: bring the two together here."))
        return redirect("suggestions:amend", pk=pk)
    except Decided:
        return _too_late(request, found)
    return _accepted(request, found, article)


def _accepted(request: HttpRequest, found: Suggestion, article: ArticlePage) -> HttpResponse:
    name = found.author.display_name if found.author else _("Somebody who left")
    if article.is_shown:
        messages.success(request, _("Accepted and published; the history names %(name)s.") % {"name": name})
    else:
        said = _("Accepted; it is in the version that is not published yet. The history names %(name)s.")
        messages.success(request, said % {"name": name})
    return redirect(article)


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept it with changes of one's own: the editor opens with the proposal, brought together with the article."""
    found = _to_answer(request, pk)
    if not found.is_open:
        return _too_late(request, found)
    assert found.article is not None
    form = AmendForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            article = actions.accept(
                found,
                by=request.user,
                answer=form.cleaned_data["answer"],
                amended=form.text,
                base_revision=form.cleaned_data["base_revision"],
            )
        except StaleEdit:
            found.article.refresh_from_db()
            return _amend_page(request, found, text=form.text, base=form.cleaned_data["base_revision"])
        except Decided:
            return _too_late(request, found)
        return _accepted(request, found, article)
    return _amend_page(request, found, text=found.text, base=found.base_revision, form=form)


def _amend_page(
    request: HttpRequest, found: Suggestion, *, text: dict[str, Any], base: int, form: AmendForm | None = None
) -> HttpResponse:
    """Show the editor with ``text`` brought together with the latest version; where both changed something, both stand."""
    article = found.article
    assert article is not None
    together = reconcile(article, mine=text, base=base, current=article.latest_revision)
    initial = {**together.text(), "base_revision": article.latest_revision_id}
    context = {
        "suggestion": found,
        "article": article,
        "form": form or AmendForm(initial=initial),
        "conflicts": [(_piece(part.mine, part), _piece(part.theirs, part)) for part in together.conflicts],
        "crumbs": crumbs_to(article, and_itself=True),
        "draft_key": f"amend:{found.pk}",
    }
    status = 422 if form and form.errors else 409 if request.method == "POST" else 200
    return render(request, "knowledge/suggestions/amend.html", context, status=status)


def _piece(html: str | None, part: Part) -> CleanHTML | None:
    return clean(surrounded(html, part.around)) if html is not None else None


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline it, with a word."""
    found = _to_answer(request, pk)
    form = AnswerForm(request.POST, declines=True)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        found.decline(by=request.user, answer=form.cleaned_data["answer"])
    except Decided:
        return _too_late(request, found)
    messages.success(request, _("Declined. Who suggested it reads your word."))
    return redirect("suggestions:mine")


def _too_late(request: HttpRequest, found: Suggestion) -> HttpResponse:
    messages.info(request, _("It was answered meanwhile."))
    return redirect(found)
