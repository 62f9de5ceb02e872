from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.going_back import back_or
from intranet.moderation.notices import notice_for
from knowledge.questions import policies
from knowledge.questions.errors import EditedMeanwhile, Refused
from knowledge.questions.forms import AnswerForm
from knowledge.questions.models import Answer, Question
from knowledge.questions.page import answer_draft_key, crumbs
from knowledge.questions.views.reading import changes


@require_http_methods(["GET", "POST"])
def answer_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer. Refused, the text stays in the form."""
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = question.answer(
                by=request.user, body=form.cleaned_data["body"], client_id=form.cleaned_data["client_id"]
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your answer is there. Who asked is told."))
            return redirect(f"{question.get_absolute_url()}#answer-{given.pk}")
    context = {"form": form, "question": question, "crumbs": crumbs(question), "draft_key": answer_draft_key(pk)}
    return render(request, "knowledge/questions/answer_form.html", context, status=422 if form.errors else 200)


@require_GET
def answer_page(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """An answer on its own, with its comments: its lasting address."""
    found = found_answer(request, pk, answer)
    if found.question_id != pk:
        return redirect(found)
    context = {
        "answer": found,
        "question": found.question,
        "reads": not found.is_hidden or found.is_by(request.user),
        "notice": notice_for(found),
        "is_accepted": found.question.accepted_answer_id == found.pk,
        "can_edit": policies.can_edit_answer(request.user, found),
        "can_take_back": policies.can_take_back(request.user, found),
        "crumbs": crumbs(found.question),
    }
    return render(request, "knowledge/questions/answer.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    found = found_answer(request, pk, answer)
    if not policies.can_edit_answer(request.user, found):
        raise PermissionDenied
    initial = {"body": found.body, "version": found.version}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            found.edit(by=request.user, body=form.cleaned_data["body"], version=form.cleaned_data["version"] or 0)
        except EditedMeanwhile as refusal:
            data = request.POST.copy()
            data["version"] = str(Answer.objects.get(pk=found.pk).version)
            form = AnswerForm(data)
            form.add_error(None, refusal)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your changes are published."))
            return redirect(f"{found.question.get_absolute_url()}#answer-{found.pk}")
    context = {
        "form": form,
        "question": found.question,
        "answer": found,
        "crumbs": crumbs(found.question),
        "draft_key": f"answer-{found.pk}-{found.version}",
    }
    return render(request, "knowledge/questions/answer_form.html", context, status=422 if form.errors else 200)


@require_POST
def vote(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Say that an answer helped (``on=1``), or take it back (``on=0``)."""
    found = found_answer(request, pk, answer)
    return voted(request, found, f"{found.question.get_absolute_url()}#answer-{found.pk}")


@require_GET
def history(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    found = found_answer(request, pk, answer)
    if found.is_taken_back or (found.is_hidden and not found.is_by(request.user)):
        raise Http404
    context = {
        "subject": found,
        "question": found.question,
        "crumbs": crumbs(found.question),
        "changes": changes(found),
    }
    return render(request, "knowledge/questions/history.html", context)


def voted(request: HttpRequest, subject: Question | Answer, where: str) -> HttpResponse:
    """Carry out a vote sent by a form and go back to where it was given."""
    try:
        if request.POST.get("on") == "0":
            subject.withdraw_vote(by=request.user)
        else:
            subject.vote(by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return back_or(request, where)


def found_answer(request: HttpRequest, question: int, pk: int) -> Answer:
    """Return an answer by its address: under its question, or under the one it was given to before a merge."""
    answers = Answer.objects.addressed_to(request.user).select_related("question", "author__department", "discussion")
    return get_object_or_404(answers, Q(question=question) | Q(asked_under=question), pk=pk)
