"""Asking, 3, 6 and 12 months after an idea was chosen, what became of it."""

from django.db import transaction
from django.utils import timezone

from ideas.reviewing_room.models import Outcome
from intranet.accounts.models import User
from intranet.contributions.models.activity import record

A_ROUND = 200


def ask_due() -> int:
    """Ask for each outcome whose day came, once; return how many were asked.

    Each is claimed by a conditional update in the transaction that records the asking: of two workers one asks.
    """
    rows = Outcome.objects.due().select_related("measure__idea__last_decision").order_by("due_at", "pk")[:A_ROUND]
    return sum(_ask(outcome) for outcome in rows)


@transaction.atomic
def _ask(outcome: Outcome) -> bool:
    person = _who_answers_for(outcome)
    claimed = Outcome.objects.filter(pk=outcome.pk, asked_at=None).update(asked_at=timezone.now(), asked=person)
    if claimed and person is not None:
        record(
            "review.outcome_due",
            by=None,
            target=outcome.measure.idea,
            people=[person.pk],
            outcome=outcome.pk,
            months=outcome.months,
        )
    return bool(claimed)


def _who_answers_for(outcome: Outcome) -> User | None:
    """Who carries it out, else who looks after its answers, else who decided, else who said what to measure: the first
    whose account is open. ``None`` if all of them left: it is then on the page of the calibration, for who decides."""
    idea = outcome.measure.idea
    decided = idea.last_decision
    wanted = [
        *([decided.owner_id] if decided else []),
        idea.answer_owner_id,
        *([decided.by_id] if decided else []),
        outcome.measure.set_by_id,
    ]
    people = User.objects.active().in_bulk([pk for pk in wanted if pk])
    return next((people[pk] for pk in wanted if pk in people), None)
