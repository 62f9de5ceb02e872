"""Taking back one's own question or answer: asked once more first, saying what it does."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge.questions.errors import Refused
from knowledge.questions.models import Answer, Question
from knowledge.questions.page import crumbs
from knowledge.questions.views.answering import found_answer


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Question.objects.addressed_to(request.user), pk=pk)
    return _take_back(request, found, found)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    found = found_answer(request, pk, answer)
    return _take_back(request, found, found.question)


def _take_back(request: HttpRequest, found: Question | Answer, asked: Question) -> HttpResponse:
    if not found.is_by(request.user) or found.is_hidden:
        raise PermissionDenied
    if found.is_taken_back:
        return redirect(found)
    if request.method == "GET":
        context = {"subject": found, "question": asked, "crumbs": crumbs(asked), "is_question": found is asked}
        return render(request, "knowledge/questions/take_back.html", context)
    try:
        found.take_back(by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(asked)
    messages.success(request, _("You took it back: its text is erased."))
    return redirect("knowledge:questions:list") if asked.is_gone else redirect(asked)
