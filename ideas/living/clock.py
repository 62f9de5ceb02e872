"""The answer clock as the worker keeps it: reminds who owes an answer before it is due, and says when it is late.

Each is said once an idea and due date: a conditional UPDATE stamps the row in the transaction that records the
activity, so two workers, or one that is restarted, say it once. Nobody has to visit a page. That an idea *is* overdue
follows from the clock alone (``Idea.is_overdue``), whether or not a worker ran.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ideas.models import Idea
from ideas.models.status import STILL_OWED
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from django.db.models import QuerySet

EVERY = 60.0  # seconds
# How long before it is due its owner is reminded.
BEFORE = timedelta(days=3)
_AT_ONCE = 200


def tick() -> None:
    """Say what is to be said now. Periodic; bears being run late, twice, or not at all."""
    now = timezone.now()
    late = Idea.objects.filter(answer_due_at__lte=now, answer_overdue_at=None)
    _say(late, "answer_overdue_at", "idea.answer_overdue")
    soon = Idea.objects.filter(
        answer_due_at__gt=now, answer_due_at__lte=now + BEFORE, answer_reminded_at=None, answer_overdue_at=None
    )
    _say(soon, "answer_reminded_at", "idea.answer_due")


def _say(ideas: "QuerySet[Idea]", stamp: str, verb: str) -> None:
    found = (
        ideas.filter(is_hidden=False, status__in=STILL_OWED)
        .order_by("answer_due_at", "pk")
        .defer("problem", "proposal", "benefit", "words")
    )
    for idea in found[:_AT_ONCE]:
        with transaction.atomic():
            same = Idea.objects.filter(pk=idea.pk, answer_due_at=idea.answer_due_at, **{stamp: None})
            if same.update(**{stamp: timezone.now()}):
                due = idea.answer_due_at.isoformat() if idea.answer_due_at else ""
                record(verb, by=None, target=idea, due=due, owner=idea.answer_owner_id)
