"""How the rest of the site deals with questions and answers: cards, search, moderation."""

from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.contributions.models import Activity
from intranet.contributions.registry import Document, Kind
from intranet.core.richtext import to_text
from knowledge.questions.models import Answer, Question

if TYPE_CHECKING:
    from knowledge.models import SpacePage

VERBS = {
    "question.asked": _("asked a question"),
    "question.edited": _("edited a question"),
    "question.voted": _("has the same question"),
    "question.vote_withdrawn": _("has the same question no more"),
    "question.routed": _("was asked, as somebody who may know"),
    "question.closed": _("closed a question"),
    "question.reopened": _("reopened a question"),
    "question.merged": _("merged two questions that ask the same"),
    "question.unmerged": _("separated two questions that were merged"),
    "question.unaccepted": _("accepts the answer no more"),
    "question.taken_back": _("took a question back"),
    "question.became_article": _("began an article from an answer"),
    "question.answered_by_page": _("found the answer before asking"),
    "answer.given": _("answered a question"),
    "answer.edited": _("edited an answer"),
    "answer.voted": _("was helped by an answer"),
    "answer.vote_withdrawn": _("takes back that an answer helped"),
    "answer.taken_back": _("took an answer back"),
    "answer.accepted": _("accepted an answer"),
    "discussion.harvested": _("began an article from a discussion"),
}
_SHOWN_ANSWERS = 20


def _questions() -> "QuerySet[Question]":
    shown = Answer.objects.shown().order_by("-vote_count", "created_at", "pk")
    return (
        Question.objects.shown()
        .filter(duplicate_of=None)
        .select_related("author")
        .prefetch_related("tags", "duplicates", Prefetch("answers", shown, to_attr="shown_answers"))
    )


def _document(question: Question) -> Document | None:
    """The question with its answers, the accepted one first; titles of merged questions count as its headings."""
    if not question.is_shown or question.duplicate_of_id is not None:
        return None
    shown: list[Answer] = question.shown_answers  # type: ignore[attr-defined]  # prefetched by ``_questions``
    answers = sorted(shown, key=lambda answer: answer.pk != question.accepted_answer_id)
    texts = [to_text(question.body), *(to_text(answer.body) for answer in answers[:_SHOWN_ANSWERS])]
    also = [q.title for q in question.duplicates.all() if q.audience_id == question.audience_id and q.is_shown]
    return Document(
        title=question.title,
        body="\n\n".join(text for text in texts if text),
        headings="\n".join(also),
        summary=question.summary,
        tags=tuple(sorted(tag.name for tag in question.tags.all())),
        language=question.language,
        url=question.get_absolute_url(),
        audience_id=question.audience_id,
        author_id=question.author_id,
        space_id=question.space_id,
        at=question.active_at,
        weight=min(question.vote_count / 20, 1.0) + (0.5 if question.accepted_answer_id else 0.0),
    )


def touched_by(activity: Activity) -> list[tuple[str, list[int]]]:
    """Answer ``search.also``: what happens to an answer, a space or a merged question changes a question's document."""
    verb = activity.verb
    if isinstance(activity.target, Answer):
        return [("question", [activity.target.question_id])]
    if verb in ("question.merged", "question.unmerged"):
        return [("question", [activity.data["duplicate"]])]
    if verb == "question.taken_back" and "kept" in activity.data:
        return [("question", [activity.data["kept"]])]
    if verb == "space.audience_changed":
        return [("question", list(Question.objects.filter(space=activity.target_id).values_list("pk", flat=True)))]
    return []


def follow_space(space: "SpacePage") -> None:
    """Answer ``space.readdressed``: the questions of a space are for whoever may see it, in the same transaction."""
    from knowledge.questions.models.question import readdress

    readdress(Question.objects.filter(space=space.pk), space.audience_id)


QUESTION = Kind(
    model=Question,
    name="question",
    label=_("Question"),
    label_plural=_("Questions"),
    icon="circle-help",
    card="knowledge/questions/_card.html",
    indexable=_questions,
    document=_document,
    discussion="discussion",
    moderated=True,
    highlightable=True,
    select=("author__department", "space", "accepted_answer"),
    order=15,
)

ANSWER = Kind(
    model=Answer,
    name="answer",
    label=pgettext_lazy("noun", "Answer"),
    label_plural=pgettext_lazy("noun", "Answers"),
    icon="reply",
    card="knowledge/questions/_answer_card.html",
    discussion="discussion",
    moderated=True,
    select=("author__department", "question"),
    order=16,
)
