from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status

from intranet.api.errors import Denied
from intranet.api.pages import after as page_after
from intranet.api.schemas import DecisionIn, Id, SuggestionIn, SuggestionOut, SuggestionPageOut
from knowledge.models import ArticlePage, StaleEdit
from knowledge.suggestions import actions, policies
from knowledge.suggestions.forms import AmendForm, AnswerForm, SuggestionForm
from knowledge.suggestions.models import Decided, Suggestion

router = Router(tags=["suggested edits"])
ANSWERED = "It was answered or withdrawn meanwhile: nothing was changed."


def described(made: Suggestion) -> dict[str, Any]:
    return {
        "id": made.pk,
        "article": made.article_id,
        "title": made.title,
        "word": made.word,
        "state": made.state,
        "author": made.author.username if made.author else None,
        "made_at": made.created_at,
        "updated_at": made.updated_at,
        "answer": made.answer,
        "decided_by": made.decided_by.username if made.decided_by else None,
        "decided_at": made.decided_at,
        "revision": made.revision,
    }


def _whole(made: Suggestion) -> dict[str, Any]:
    text = {name: getattr(made, name) for name in ("summary", "body", "tags", "language")}
    return {**described(made), **text, "based_on": made.base_revision}


def _found(request: HttpRequest, pk: int) -> Suggestion:
    found = get_object_or_404(Suggestion.objects.select_related("article", "author", "decided_by"), pk=pk)
    if not policies.can_see(request.user, found):
        raise Http404
    return found


@router.get("/suggestions", response={200: SuggestionPageOut}, summary="Suggested edits: yours, and those to answer")
def suggestions(
    request: HttpRequest,
    state: Annotated[Literal["proposed", "accepted", "amended", "declined", "withdrawn"] | None, Query()] = None,
    article: Annotated[Id | None, Query()] = None,
    mine: Annotated[bool | None, Query(description="true: those you made; false: those of others.")] = None,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    rows = Suggestion.objects.visible_to(request.user).select_related("author", "decided_by").defer("body")
    if state is not None:
        rows = rows.filter(state=state)
    if article is not None:
        rows = rows.filter(article=article)
    if mine is not None:
        rows = rows.filter(author=request.user) if mine else rows.exclude(author=request.user)
    found, following = page_after(rows, after, limit)
    return {"items": [described(made) for made in found], "next": following}


@router.get("/suggestions/{pk}", response={200: SuggestionOut}, summary="One suggested edit, with the text proposed")
def suggestion(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    return _whole(_found(request, pk))


@router.post("/articles/{pk}/suggestions", response={201: SuggestionOut}, summary="Suggest an edit of an article")
def suggest(request: HttpRequest, pk: Annotated[Id, Path()], data: SuggestionIn) -> Any:
    """One suggestion a person and article is open at a time: a second one takes the place of the first."""
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    if not policies.can_suggest(request.user, article):
        raise Denied(409, "Nothing can be suggested here now: it is a draft, hidden or archived.")
    known = article.revisions.filter(pk=data.revision).exists()
    if not known:
        raise Denied(422, "The request has values that cannot be taken.", {"revision": ["No version of this article."]})
    given = {name: value for name, value in data.dict().items() if value is not None}
    tags = data.tags if data.tags is not None else [tag.name for tag in article.tags.all()]
    initial = SuggestionForm.initial_of(article)
    form = SuggestionForm({**initial, **given, "tags": ", ".join(tags), "base_revision": data.revision})
    if not form.is_valid():
        raise Denied.by_form(form)
    if form.says_the_same_as(article):
        raise Denied(422, "This is what the article says already.")
    made = Suggestion.objects.propose(
        article, by=request.user, base_revision=data.revision, word=form.cleaned_data["word"], **form.text
    )
    return Status(201, _whole(made))


@router.post("/suggestions/{pk}/decision", response={200: SuggestionOut}, summary="Accept, decline or withdraw it")
def decide(request: HttpRequest, pk: Annotated[Id, Path()], data: DecisionIn) -> Any:
    """Accepting publishes it as a new version that credits who made it, or sends it for review. 409 when the article was
    changed in the same place since: send the whole text as `amended`."""
    found = _found(request, pk)
    form = AnswerForm({"answer": data.answer}, declines=data.decision == "decline")
    if not form.is_valid():
        raise Denied.by_form(form)
    try:
        _decide(request, found, data, form.cleaned_data["answer"])
    except Decided as decided:
        raise Denied(409, ANSWERED) from decided
    except actions.Conflict as conflict:
        raise Denied(409, "The same part was changed meanwhile: send the whole text as `amended`.") from conflict
    except StaleEdit as stale:
        raise Denied(
            409, f"Somebody saved version {stale.current_revision.pk} meanwhile: bring the two together."
        ) from stale
    return _whole(Suggestion.objects.select_related("author", "decided_by").get(pk=pk))


def _decide(request: HttpRequest, found: Suggestion, data: DecisionIn, answer: str) -> None:
    if data.amended is not None and data.decision != "accept":
        raise Denied(422, "The request has values that cannot be taken.", {"amended": ["Only to accept."]})
    if data.decision == "withdraw":
        if found.author_id != request.user.pk:
            raise PermissionDenied
        found.withdraw(by=request.user)
        return
    if not policies.can_decide(request.user, found):
        raise PermissionDenied
    if data.decision == "decline":
        found.decline(by=request.user, answer=answer)
    elif data.amended is None:
        actions.accept(found, by=request.user, answer=answer)
    else:
        given = data.amended.dict() | {"tags": ", ".join(data.amended.tags), "base_revision": data.amended.revision}
        form = AmendForm(given)
        if not form.is_valid():
            raise Denied.by_form(form)
        actions.accept(found, by=request.user, answer=answer, amended=form.text, base_revision=data.amended.revision)
