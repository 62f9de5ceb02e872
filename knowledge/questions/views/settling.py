"""How a question comes to its end. Each is a form; what is refused is said and changes nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.questions import policies
from knowledge.questions.errors import Refused
from knowledge.questions.forms import ClosingForm, MergingForm
from knowledge.questions.models import Answer, Question
from knowledge.questions.page import crumbs
from knowledge.questions.routing import pending_for
from knowledge.questions.views.answering import voted


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has the same question (``on=1``), or no more (``on=0``)."""
    question = _found(request, pk)
    return voted(request, question, question.get_absolute_url())


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the answer of number ``answer``; none takes the acceptance back."""
    question = _found(request, pk)
    if not policies.can_accept(request.user, question):
        raise PermissionDenied
    raw = request.POST.get("answer", "")
    number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 19 else 0
    try:
        if number:
            question.accept(get_object_or_404(question.answers.visible_to(request.user), pk=number), by=request.user)
            messages.success(request, _("Accepted: it stands first, and its author is told."))
        else:
            question.unaccept(by=request.user)
            messages.success(request, _("No answer is accepted any more."))
    except (Refused, Answer.DoesNotExist) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [])))
    return redirect(question)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    question = _in_charge(request, pk)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        question.close(by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Closed. It stays here to be read."))
        return redirect(question)
    return _page(request, "knowledge/questions/close.html", form, question)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    question = _in_charge(request, pk)
    question.reopen(by=request.user)
    messages.success(request, _("Open again: it takes answers."))
    return redirect(question)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    question = _in_charge(request, pk)
    form = MergingForm(request.POST if request.method == "POST" else None, question=question, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            question.merge_into(form.cleaned_data["other"], by=request.user)
        except Refused as refusal:
            form.add_error("other", refusal)
        else:
            messages.success(request, _("Merged. Both who asked are told, and the old address leads here."))
            return redirect(form.cleaned_data["other"])
    return _page(request, "knowledge/questions/merge.html", form, question)


@require_POST
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    question = _in_charge(request, pk)
    try:
        question.unmerge(by=request.user)
        messages.success(request, _("It is a question of its own again, with the answers given to it."))
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(question)


@require_POST
def not_me(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one does not know, when the question was put to oneself."""
    question = _found(request, pk)
    for routing in pending_for(request.user).filter(question=question):
        routing.decline()
        messages.success(request, _("Thank you for saying so. It no longer waits for you."))
    return redirect(question)


def _found(request: HttpRequest, pk: int) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).select_related("space"), pk=pk)


def _in_charge(request: HttpRequest, pk: int) -> Question:
    question = _found(request, pk)
    if not policies.can_close(request.user, question):
        raise PermissionDenied
    return question


def _page(request: HttpRequest, template: str, form: Any, question: Question) -> HttpResponse:
    context = {"form": form, "question": question, "crumbs": crumbs(question)}
    return render(request, template, context, status=422 if form.errors else 200)
