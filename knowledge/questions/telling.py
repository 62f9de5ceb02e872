"""Who hears of what happens to a question."""

from typing import TYPE_CHECKING

from intranet.contributions.models import Activity
from intranet.core.richtext import mentioned_ids
from intranet.notifications.models import Follow, Reason
from intranet.notifications.rules import notify
from knowledge.questions.models import Answer, Credit, Question

if TYPE_CHECKING:
    from collections.abc import Iterable


def declare() -> None:
    notify("question.asked", to=named_in_question)
    notify("question.routed", to=routed)
    notify("question.closed", to=concerned_by_question)
    notify("question.reopened", to=concerned_by_question)
    notify("question.merged", to=both_sides)
    notify("answer.given", to=concerned_by_answer)
    notify("answer.accepted", to=concerned_by_acceptance)
    notify("question.unaccepted", to=who_asked)
    notify("article.published", to=credited)


def named_in_question(activity: Activity) -> dict[int, str]:
    question = activity.target
    return dict.fromkeys(mentioned_ids(question.body), Reason.MENTION) if isinstance(question, Question) else {}


def routed(activity: Activity) -> dict[int, str]:
    return dict.fromkeys(activity.data.get("people", ()), Reason.KNOWS)


def concerned_by_question(activity: Activity) -> dict[int, str]:
    question = activity.target
    return _around(question) if isinstance(question, Question) else {}


def both_sides(activity: Activity) -> dict[int, str]:
    """The followers and the askers of both questions; the target is the one that stays."""
    duplicate = Question.objects.filter(pk=activity.data.get("duplicate")).first()
    sides = [_around(duplicate) if duplicate is not None else {}, concerned_by_question(activity)]
    authors = {pk: why for side in sides for pk, why in side.items() if why == Reason.AUTHOR}
    return sides[0] | sides[1] | authors


def concerned_by_answer(activity: Activity) -> dict[int, str]:
    """Who asked, who follows the question, and whom the answer names."""
    answer = _answer(activity)
    if answer is None:
        return {}
    return _around(answer.question) | dict.fromkeys(mentioned_ids(answer.body), Reason.MENTION)


def concerned_by_acceptance(activity: Activity) -> dict[int, str]:
    answer = _answer(activity)
    if answer is None:
        return {}
    told = dict.fromkeys(_around(answer.question), str(Reason.FOLLOW))
    if answer.author_id:
        told[answer.author_id] = Reason.AUTHOR
    return told


def who_asked(activity: Activity) -> dict[int, str]:
    """Who asked hears that the answer they were given is not the accepted one any more."""
    question = activity.target
    return {question.author_id: Reason.AUTHOR} if isinstance(question, Question) and question.author_id else {}


def credited(activity: Activity) -> dict[int, str]:
    """Those whose words went into an article hear when it is published."""
    people = Credit.objects.filter(article=activity.target_id, person__isnull=False).values_list("person", flat=True)
    return dict.fromkeys(_numbers(people), Reason.AUTHOR)


def _numbers(people: "Iterable[int | None]") -> set[int]:
    return {pk for pk in people if pk is not None}


def _around(question: Question) -> dict[int, str]:
    """Its followers and its author, but for those who asked to hear no more of it."""
    told: dict[int, str] = dict.fromkeys(Follow.objects.follower_ids(question), Reason.FOLLOW)
    if question.author_id:
        told[question.author_id] = Reason.AUTHOR
    for muted in Follow.objects.muted_ids(question):
        told.pop(muted, None)
    return told


def _answer(activity: Activity) -> Answer | None:
    return Answer.objects.select_related("question").filter(pk=activity.target_id).first()
