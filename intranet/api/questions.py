from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status

from intranet.api.errors import Denied
from intranet.api.pages import after as page_after
from intranet.api.schemas import AnswerIn, AnswerOut, Id, QuestionIn, QuestionOut, QuestionPageOut
from knowledge.questions.errors import Refused, TooMany
from knowledge.questions.forms import AnswerForm, QuestionForm
from knowledge.questions.models import Answer, Question

router = Router(tags=["questions"])


def described(question: Question) -> dict[str, Any]:
    return {
        "id": question.pk,
        "title": question.title,
        "url": question.get_absolute_url(),
        "space": question.space_id,
        "language": question.language,
        "tags": sorted(tag.name for tag in question.tags.all()),
        "author": question.author.username if question.author else None,
        "asked_at": question.created_at,
        "votes": question.vote_count,
        "answers": question.answer_count,
        "solved": question.is_solved,
        "closed": question.closed_at is not None,
    }


def _answer(answer: Answer, question: Question) -> dict[str, Any]:
    return {
        "id": answer.pk,
        "body": answer.body,
        "author": answer.author.username if answer.author else None,
        "given_at": answer.created_at,
        "votes": answer.vote_count,
        "accepted": answer.pk == question.accepted_answer_id,
    }


def _whole(question: Question, user: Any) -> dict[str, Any]:
    answers = Answer.objects.visible_to(user).filter(question=question).select_related("author")
    given = [_answer(answer, question) for answer in answers.in_order(question.accepted_answer_id)[:200]]
    return {**described(question), "body": question.body, "given": given}


@router.get("/questions", response={200: QuestionPageOut}, summary="Questions, oldest first")
def questions(
    request: HttpRequest,
    state: Annotated[Literal["solved", "unsolved", "unanswered"] | None, Query()] = None,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    rows = Question.objects.visible_to(request.user).current().for_cards().prefetch_related("tags")
    if state is not None:
        rows = getattr(rows, state)()
    found, following = page_after(rows, after, limit)
    return {"items": [described(question) for question in found], "next": following}


@router.get("/questions/{pk}", response={200: QuestionOut}, summary="One question with its answers")
def question(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    rows = Question.objects.visible_to(request.user).select_related("author", "accepted_answer")
    return _whole(get_object_or_404(rows, pk=pk), request.user)


@router.post("/questions", response={201: QuestionOut}, summary="Ask a question")
def ask(request: HttpRequest, data: QuestionIn) -> Any:
    given = {**data.dict(), "tags": ", ".join(data.tags), "space": data.space or ""}
    form = QuestionForm(given, user=request.user)
    if not form.is_valid():
        raise Denied.by_form(form)
    try:
        asked = Question.ask(by=request.user, **form.texts)
    except TooMany as refused:
        raise Denied(429, refused.messages[0]) from refused
    return Status(201, _whole(asked, request.user))


@router.post("/questions/{pk}/answers", response={201: AnswerOut}, summary="Answer a question")
def answer(request: HttpRequest, pk: Annotated[Id, Path()], data: AnswerIn) -> Any:
    found = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    form = AnswerForm(data.dict())
    if not form.is_valid():
        raise Denied.by_form(form)
    try:
        given = found.answer(by=request.user, body=form.cleaned_data["body"])
    except Refused as refused:
        raise Denied(429 if isinstance(refused, TooMany) else 409, refused.messages[0]) from refused
    return Status(201, _answer(given, found))
