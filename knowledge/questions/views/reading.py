from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from knowledge.diff import compare_html
from knowledge.diff.comparing import line_by_words
from knowledge.questions import policies
from knowledge.questions.models import Question
from knowledge.questions.page import crumbs, question_context

SHOWN = 50


@require_GET
def detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One question with its answers. A merged one leads to the one that stays; ``?own`` shows it all the same."""
    question = get_object_or_404(Question.objects.addressed_to(request.user).for_page(request.user), pk=pk)
    kept = question.duplicate_of
    if kept is not None and "own" not in request.GET and kept.is_visible_to(request.user):
        return HttpResponseRedirect(kept.get_absolute_url())
    # The slug is the title: whoever may not read a hidden question is not led to it.
    if slug != question.slug and policies.can_read_text(request.user, question):
        return HttpResponsePermanentRedirect(question.get_absolute_url()) if slug else redirect(question)
    return render(request, "knowledge/questions/detail.html", question_context(request, question))


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What the question said before, each text against the one that replaced it."""
    questions = Question.objects.addressed_to(request.user).select_related("author__department")
    question = get_object_or_404(questions, pk=pk)
    if question.is_taken_back or not policies.can_read_text(request.user, question):
        raise Http404
    context = {"subject": question, "question": question, "crumbs": crumbs(question), "changes": changes(question)}
    return render(request, "knowledge/questions/history.html", context)


def changes(subject: Any) -> list[dict[str, Any]]:
    """Return what each edit changed, the latest first, the latest ``SHOWN`` at the most. One query."""
    earlier = list(subject.revisions.select_related("replaced_by")[:SHOWN])
    texts = [subject, *earlier]
    return [
        {
            "by": before.replaced_by,
            "at": before.replaced_at,
            "comparison": compare_html(before.body, after.body),
            "title": line_by_words(before.title, after.title) if hasattr(before, "title") else "",
        }
        for after, before in pairwise(texts)
    ]
