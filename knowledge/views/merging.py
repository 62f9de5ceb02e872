"""Saving over a newer version: what goes together is saved and shown, the rest is asked on a page of questions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from intranet.contributions.registry import registry
from knowledge.conflicts import QuestionsForm
from knowledge.forms import ArticleForm, KeptText
from knowledge.models import ArticlePage, StaleEdit
from knowledge.parts import opened_for_editing, saved_by
from knowledge.presenting import crumbs_to, said_of_publishing
from knowledge.reconciling import Reconciliation, reconcile

# How often somebody may save in between before the person is told instead.
ATTEMPTS = 5


def bring_together(request: HttpRequest, article: ArticlePage, form: ArticleForm) -> HttpResponse:
    """Save the valid ``form``, begun from an older version, merged with what is saved now; or ask what cannot be merged."""
    found = reconcile(article, mine=form.text, base=form.cleaned_data["base_revision"], current=article.latest_revision)
    return _save(request, found, form.note) if found.is_settled else _ask(request, found, form.data)


def answered(request: HttpRequest, article: ArticlePage) -> HttpResponse:
    """Take the answers to the questions of ``_ask``. Everything is worked out anew from the texts sent along."""
    kept = KeptText.unpack(request.POST.get("kept", ""))
    form = ArticleForm(kept)
    if not kept or not form.is_valid():
        return edit_again(request, article, form if kept else None)
    seen = article.revisions.filter(pk=_number(request.POST.get("current"))).first() or article.latest_revision
    found = reconcile(article, mine=form.text, base=form.cleaned_data["base_revision"], current=seen)
    if found.is_settled:
        return _save(request, found, form.note)
    questions = QuestionsForm(request.POST, reconciliation=found)
    if not questions.is_valid():
        return _ask(request, found, kept, questions=questions)
    return _save(request, found, form.note, *questions.answers)


def _save(request: HttpRequest, found: Reconciliation, note: dict[str, Any], *answers: Any) -> HttpResponse:
    """Save what came of it. Whoever saves between the question and its answer is merged with in their turn."""
    article, publish, begun = found.article, "publish" in request.POST, found.base
    names = found.authors(but=request.user)
    for _attempt in range(ATTEMPTS):
        try:
            text = found.text(*answers)
        except ValidationError as error:
            return _refused(request, found, error)
        form = ArticleForm({**text, "tags": ", ".join(text["tags"]), **note, "base_revision": str(found.current.pk)})
        if not form.is_valid():
            return edit_again(request, article, form)
        if found.says_what_is_saved(form.text) and found.current.pk == article.latest_revision_id:
            return _nothing_to_add(request, article, publish=publish)
        try:
            article.revise(
                by=request.user,
                base_revision=found.current.pk,
                publish=publish,
                credits=names,
                **form.text,
                **note,
            )
        except StaleEdit as stale:
            found, answers = (
                reconcile(article, mine=form.text, base=found.current.pk, current=stale.current_revision),
                (),
            )
            names = list(dict.fromkeys([*names, *found.authors(but=request.user)]))
            if not found.is_settled:
                return _ask(request, found, form.data)
            continue
        return _saved(request, article, names, begun.pk if begun else found.current.pk)
    return edit_again(request, article, form)


def _saved(request: HttpRequest, article: ArticlePage, names: list[Any], begun: int) -> HttpResponse:
    saved_by(request.user, f"article:{article.pk}")
    told = get_text_list([person.display_name for person in names], _("and"))
    if told:
        messages.success(request, _("Merged with the changes of %(names)s. Here is what changed.") % {"names": told})
    else:
        messages.success(request, _("Merged with a version saved meanwhile. Here is what changed."))
    if "publish" in request.POST and not article.is_shown:
        messages.info(request, said_of_publishing(article))
    address = reverse("knowledge:compare", args=[article.pk])
    return redirect(f"{address}?from={begun}&to={article.latest_revision_id}")


def _nothing_to_add(request: HttpRequest, article: ArticlePage, *, publish: bool) -> HttpResponse:
    saved_by(request.user, f"article:{article.pk}")
    if publish and (article.has_unpublished_changes or not article.live):
        article.publish_latest(by=request.user)
        messages.success(request, said_of_publishing(article))
    else:
        messages.info(request, _("The version saved meanwhile says the same, so nothing had to be saved."))
    return redirect(article)


def _ask(
    request: HttpRequest, found: Reconciliation, mine: Any, *, questions: QuestionsForm | None = None
) -> HttpResponse:
    """Show the questions. The person's whole text goes along, so that nothing depends on the server's memory."""
    names = [person.display_name for person in found.authors(but=request.user)]
    context = {
        "article": found.article,
        "crumbs": crumbs_to(found.article, and_itself=True),
        "names": get_text_list(names, _("and")),
        "current": found.current,
        "questions": questions or QuestionsForm(reconciliation=found, remembered=_remembered(request, found.article)),
        "kept": KeptText.pack({**{name: mine.get(name, "") for name in KeptText.NAMES}, "base_revision": _base(found)}),
        "draft_key": f"article:{found.article.pk}",
    }
    return render(request, "knowledge/conflict.html", context, status=409)


def _remembered(request: HttpRequest, article: ArticlePage) -> dict[str, Any]:
    """Return what the person chose before on this screen (service ``editor.answers``)."""
    return next((given for given in registry.ask("editor.answers", request.user, article) if given), {})


def _refused(request: HttpRequest, found: Reconciliation, error: ValidationError) -> HttpResponse:
    """The two together are too long: the person's own text goes back into the editor, with the reason."""
    text = found.mine
    form = ArticleForm({**text, "tags": ", ".join(text["tags"]), "base_revision": _base(found)})
    form.is_valid()
    form.add_error("body", error)
    return edit_again(request, found.article, form)


def edit_again(request: HttpRequest, article: ArticlePage, form: ArticleForm | None) -> HttpResponse:
    form = form or ArticleForm(initial=ArticleForm.initial_of(article.working_version()))
    context = edit_context(request, article, form)
    return render(request, "knowledge/edit.html", context, status=422 if form.errors else 200)


def edit_context(request: HttpRequest, article: ArticlePage, form: ArticleForm) -> dict[str, Any]:
    return {
        "article": article,
        "form": form,
        "crumbs": crumbs_to(article, and_itself=True),
        "draft_key": f"article:{article.pk}",
        "parts": opened_for_editing(request.user, article),
    }


def _base(found: Reconciliation) -> str:
    return str(found.base.pk) if found.base else ""


def _number(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 19 else None
