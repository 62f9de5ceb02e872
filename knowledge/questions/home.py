"""What questions bring to the home page."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.accounts.reader import Reader
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled
from intranet.search.measuring.gathering import Also
from knowledge.questions.models import Question
from knowledge.questions.routing import pending_for

if TYPE_CHECKING:
    from intranet.accounts.models import User

SHOWN = 3
UNANSWERED_AFTER = timedelta(days=3)

_put_to = Compiled(lambda reader: pending_for(reader).defer("question__body").order_by("-at")[:SHOWN])
_answered = Compiled(
    lambda reader: (
        Question.objects.visible_to(reader)
        .current()
        .unsolved()
        .filter(author=reader.pk, answer_count__gt=0)
        .defer("body")
        .order_by("-active_at")[:SHOWN]
    )
)


def waiting(user: "User") -> list[Waiting]:
    """Questions put to me that I may know; my own with answers and none accepted. Two queries."""
    return [*_routed(user), *_to_accept(user)]


def _routed(user: "User") -> list[Waiting]:
    return [
        Waiting(
            title=_("You may know this"),
            detail=routing.question.title,
            url=routing.question.get_absolute_url(),
            icon="circle-help",
            at=routing.at,
        )
        for routing in _put_to(Reader.of(user))
    ]


def _to_accept(user: "User") -> list[Waiting]:
    return [
        Waiting(
            title=_("Does an answer settle your question?"),
            detail=question.title,
            url=question.get_absolute_url(),
            icon="circle-help",
            at=question.active_at,
        )
        for question in _answered(Reader.of(user))
    ]


def unanswered() -> list[Also]:
    """Answer ``search.gaps_also``: the questions that have waited for days without an answer. One query."""
    rows = Question.objects.current().unanswered().shown()
    late = rows.filter(created_at__lt=timezone.now() - UNANSWERED_AFTER).order_by("-vote_count", "pk")
    said = late.values_list("title", "pk", "vote_count", "created_at")[:100]
    return [Also(title, "question", pk, 1 + votes, at) for title, pk, votes, at in said]
