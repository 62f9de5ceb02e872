"""Carrying out an accepted idea, in public: milestones, progress, what was expected and what came of it.

Each locks the idea's row, so that ``Idea.parts`` (what its page has to ask for) never says less than the tables.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ideas.errors import NotNow, WordsRequired
from ideas.living.errors import ClosedAlready, LearnedRequired, MeasuredAlready, NothingExpected
from ideas.living.models import Measurement, Milestone, Outcome, ProgressPost
from ideas.models import ACCEPTED, Idea, Status
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean, to_text

if TYPE_CHECKING:
    from intranet.accounts.models import User


def _held(idea: Idea) -> Idea:
    held = Idea.objects.locked().get(pk=idea.pk)
    if held.pipeline_status not in ACCEPTED:
        raise NotNow(held)
    return held


@transaction.atomic
def add_milestone(idea: Idea, *, by: "User", title: str, due_on: date | None, owner: "User | None") -> Milestone:
    """Promise a step of ``idea``; ``owner`` is told that it is theirs."""
    held = _held(idea)
    made = Milestone.objects.create(idea=held, title=title, due_on=due_on, owner=owner, by=by)
    idea.note_part(milestones=Milestone.objects.filter(idea=held).count())
    record("idea.milestone_added", by=by, target=idea, milestone=made.pk)
    return made


@transaction.atomic
def reach(milestone: Milestone, *, by: "User") -> bool:
    """Say that a milestone is reached; return whether that is new."""
    held = _held(milestone.idea)
    fresh = Milestone.objects.filter(pk=milestone.pk, reached_at=None)
    if not fresh.update(reached_at=timezone.now(), reached_by=by):
        return False
    record("idea.milestone_reached", by=by, target=held, milestone=milestone.pk, title=milestone.title)
    return True


@transaction.atomic
def drop_milestone(milestone: Milestone, *, by: "User") -> bool:
    """Take back a milestone that is not reached; return whether it was there."""
    held = _held(milestone.idea)
    gone = Milestone.objects.filter(pk=milestone.pk, reached_at=None).delete()[0] > 0
    if gone:
        held.note_part(milestones=Milestone.objects.filter(idea=held).count() or None)
        record("idea.milestone_dropped", by=by, target=held, title=milestone.title)
    return gone


@transaction.atomic
def post_progress(idea: Idea, *, by: "User", body: str) -> ProgressPost:
    """Tell how ``idea`` goes; ``body`` is HTML, cleaned here. ``WordsRequired`` for an empty one."""
    held = _held(idea)
    body = clean(body, profile="post")
    if not to_text(body).strip() and "<img" not in body:
        raise WordsRequired
    made = ProgressPost.objects.create(idea=held, by=by, body=body)
    idea.note_part(progress=ProgressPost.objects.filter(idea=held).count())
    idea.share_files(by=by)
    record("idea.progress", by=by, target=idea, post=made.pk)
    return made


@transaction.atomic
def expect(idea: Idea, *, by: "User", **said: Any) -> Outcome:
    """Say what is expected (``measure``, ``unit``, ``baseline``, ``target``, ``measure_on``).

    It can be put right until something is measured: nobody moves a target that was shot at (``MeasuredAlready``).
    """
    held = _held(idea)
    outcome, _is_new = Outcome.objects.get_or_create(idea=held, defaults={"by": by})
    if outcome.measurements.exists():
        raise MeasuredAlready
    for name, value in said.items():
        setattr(outcome, name, value)
    outcome.by, outcome.at = by, timezone.now()
    outcome.save()
    idea.note_part(outcome=True, at_most=None)
    record("idea.outcome_expected", by=by, target=idea)
    return outcome


@transaction.atomic
def measure(idea: Idea, *, by: "User", value: Decimal, on: date, note: str = "") -> Measurement:
    """Keep what was measured of what was expected."""
    held = _held(idea)
    outcome = Outcome.objects.filter(idea=held).exclude(measure="").first()
    if outcome is None:
        raise NothingExpected
    made = Measurement.objects.create(outcome=outcome, value=value, on=on, note=note, by=by)
    idea.note_part(measured=outcome.measurements.count())
    record("idea.outcome_measured", by=by, target=idea, measurement=made.pk)
    return made


@transaction.atomic
def close(idea: Idea, *, by: "User", learned: str, article: int | None) -> Outcome:
    """Close a done idea with what was learned: in words, or as an article (its id). Once."""
    held = Idea.objects.locked().get(pk=idea.pk)
    if held.pipeline_status != Status.DONE:
        raise NotNow(held)
    learned = clean(learned, profile="post")
    if not to_text(learned).strip() and article is None:
        raise LearnedRequired
    outcome, _is_new = Outcome.objects.get_or_create(idea=held, defaults={"by": by})
    if outcome.closed_at is not None:
        raise ClosedAlready
    outcome.learned, outcome.article = learned, article
    outcome.closed_at, outcome.closed_by = timezone.now(), by
    outcome.save(update_fields=["learned", "article", "closed_at", "closed_by"])
    idea.note_part(outcome=True, closed=outcome.closed_at.isoformat())
    idea.share_files(by=by)
    record("idea.closed", by=by, target=idea)
    return outcome
