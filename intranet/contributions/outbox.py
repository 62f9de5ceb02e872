"""From what happened to who must know: the dispatcher hands pending activities to their handlers.

An activity commits with the change it tells; the worker then runs its handlers and marks it. A crash in between
leaves it pending, so it is handed out again: every handler bears being run twice.
"""

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.core.locks import sole_holder

log = structlog.get_logger("parvis.outbox")

BATCH = 200
MAX_ATTEMPTS = 5


def dispatch_pending(limit: int = BATCH) -> int:
    """Hand up to ``limit`` pending activities to their handlers, oldest first; return how many were taken.

    One dispatcher works at a time for the whole site (the search index has one writer); a second one returns 0 at
    once. Each handler runs in its own short transaction; batch handlers then see the whole list, outside any
    transaction, so a slow index commit holds no lock on the database. A handler that fails leaves the activity
    pending for ``MAX_ATTEMPTS`` rounds, behind the others; after that it is marked and the failure stays in the log.
    """
    with sole_holder("outbox") as mine:
        if not mine:
            return 0
        pending = list(Activity.objects.pending().select_related("actor").order_by("attempts", "id")[:limit])
        failed = {activity.pk for activity in pending if not _hand_out(activity)}
        for handler in registry.batch_handlers():
            matching = [activity for activity in pending if activity.pk not in failed]
            try:
                handler(matching)
            except Exception:
                log.exception("batch handler failed", handler=handler.__qualname__)
                failed |= {activity.pk for activity in matching}
        _mark(pending, failed)
        return len(pending)


def dispatch_all(limit: int = BATCH) -> int:
    """Dispatch until nothing new is pending; for commands and tests. Returns how many activities were taken."""
    total = 0
    while taken := dispatch_pending(limit):
        total += taken
    return total


def _hand_out(activity: Activity) -> bool:
    try:
        for handler in registry.handlers_of(activity.verb):
            with transaction.atomic():
                handler(activity)
    except Exception:
        log.exception("handler failed", verb=activity.verb, activity=activity.pk)
        return False
    return True


def _mark(pending: list[Activity], failed: set[int]) -> None:
    done = []
    for activity in pending:
        given_up = activity.pk in failed and activity.attempts + 1 >= MAX_ATTEMPTS
        if given_up:
            log.error("activity given up", verb=activity.verb, activity=activity.pk)
        if given_up or activity.pk not in failed:
            done.append(activity.pk)
    taken = {"attempts": F("attempts") + 1}
    Activity.objects.filter(pk__in=failed.difference(done)).update(**taken)
    Activity.objects.filter(pk__in=done).update(dispatched_at=timezone.now(), **taken)
