"""The life of an idea on one line: what was decided, asked, tried and measured, in one query; and what is still to come."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.formats import number_format

from ideas.living.models import Measurement, Milestone, Outcome, ProgressPost
from ideas.models import Decision, Idea, Status
from intranet.core.compiled import Compiled
from intranet.core.fields import RichTextField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Expression

    from ideas.parts import LifePoint

# No label has it: separates several short texts in one column.
_APART = "\x1f"


@dataclass(frozen=True)
class Event:
    """One point of the line. ``kind``: decision, milestone, progress, measured, expected, closed, elsewhere.

    ``text`` is clean HTML as it was stored; ``how`` the kind of a decision, or how something was measured.
    """

    kind: str
    pk: int
    at: dt.datetime | None
    who: str = ""
    username: str = ""
    title: str = ""
    text: str = ""
    before: str = ""
    after: str = ""
    how: str = ""
    reason: tuple[str, str] = ("", "")
    due: dt.date | None = None
    is_reached: bool = False
    percent: int | None = None
    url: str = ""

    @property
    def is_same(self) -> bool:
        return self.before == self.after

    @property
    def is_appeal(self) -> bool:
        return self.kind == "decision" and self.how == Decision.Kind.AUTHOR and self.before == Status.DECLINED


@dataclass(frozen=True)
class Expected:
    """What is expected of an idea, as a page shows it."""

    measure: str
    unit: str
    baseline: str
    target: str
    on: dt.date | None
    at_most: bool = False
    learned: str = ""
    article: int | None = None
    closed_at: dt.datetime | None = None


@dataclass(frozen=True)
class Life:
    """``past`` in its order, ``coming`` after it; ``expected``, if somebody said it."""

    past: tuple[Event, ...] = ()
    coming: tuple[Event, ...] = ()
    expected: Expected | None = None
    raw: Any = field(default=None, compare=False, hash=False, repr=False)


def life_of(idea: Idea, points: "Iterable[LifePoint]" = ()) -> Life:
    """Return the life of ``idea``: no query while nothing happened but its submission, else one, and one more with an outcome.

    ``points``: what other parts of the room add to it.
    """
    parts = idea.parts
    happened = idea.last_decision_id is not None or any(
        parts.get(name) for name in ("milestones", "progress", "outcome")
    )
    rows = list(_events(idea.pk)) if happened else []
    outcome = _outcome(idea.pk) if parts.get("outcome") else None
    # Where less is better, no share of the way is told: from nothing, it would say the contrary.
    scale = None if parts.get("at_most") else outcome
    events = [_event(row, scale) for row in rows]
    if outcome is not None:
        events += _of_outcome(outcome)
    events += [Event("elsewhere", 0, point.at, title=point.words, url=point.url) for point in points]
    past = sorted((event for event in events if event.at is not None), key=lambda event: (event.at, event.pk))
    coming = sorted(
        (event for event in events if event.at is None), key=lambda event: (event.due or dt.date.max, event.pk)
    )
    return Life(tuple(past), tuple(coming), _expected(outcome, at_most=bool(parts.get("at_most"))), outcome)


def _outcome(pk: int) -> Outcome | None:
    return next(iter(_outcomes(pk)), None)


def _of_outcome(outcome: Outcome) -> list[Event]:
    """The two points that the row of an outcome is: what is expected was said, the idea was closed."""
    said = [Event("expected", 0, outcome.at)] if outcome.measure else []
    return [*said, Event("closed", 0, outcome.closed_at)] if outcome.closed_at else said


def _expected(outcome: Outcome | None, *, at_most: bool) -> Expected | None:
    if outcome is None:
        return None
    return Expected(
        measure=outcome.measure,
        unit=outcome.unit,
        baseline=number(outcome.baseline),
        target=number(outcome.target),
        on=outcome.measure_on,
        at_most=at_most,
        learned=outcome.learned,
        article=outcome.article,
        closed_at=outcome.closed_at,
    )


def number(value: Decimal | None) -> str:
    """Write a number as the reader's language does, without the zeros that nobody typed."""
    if value is None:
        return ""
    return number_format(
        value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize(), force_grouping=True
    )


def _event(row: tuple[Any, ...], outcome: Outcome | None) -> Event:
    kind, pk, at, who, username, title, text, ref, due = row
    if kind == "decision":
        before, after, how, english, french = ref.split(_APART)
        return Event(
            kind,
            pk,
            at,
            who,
            username,
            text=text,
            before=before,
            after=after,
            how=how,
            reason=(english, french),
            due=due,
        )
    if kind == "measured":
        value = Decimal(title)
        percent = outcome.reached(value) if outcome is not None else None
        return Event(kind, pk, at, who, username, title=number(value), how=ref, due=due, percent=percent)
    return Event(
        kind, pk, at, who, username, title=title, text=text, due=due, is_reached=kind == "milestone" and bool(at)
    )


def _decisions(idea: Any) -> "QuerySet[Any, Any]":
    columns = ("from_status", "to_status", "kind")
    said: list[Any] = [part for name in columns for part in (F(name), Value(_APART))]
    ref = Concat(*said, Coalesce("reason__label_en", Value("")), Value(_APART), Coalesce("reason__label_fr", Value("")))
    return _row(Decision.objects.filter(idea=idea), "decision", at=F("at"), text=F("answer"), ref=ref, by="by")


def _milestones(idea: Any) -> "QuerySet[Any, Any]":
    rows = Milestone.objects.filter(idea=idea)
    return _row(rows, "milestone", at=F("reached_at"), title=F("title"), due=F("due_on"), by="owner")


def _progress(idea: Any) -> "QuerySet[Any, Any]":
    return _row(ProgressPost.objects.filter(idea=idea), "progress", at=F("at"), text=F("body"), by="by")


def _measured(idea: Any) -> "QuerySet[Any, Any]":
    rows = Measurement.objects.filter(outcome__idea=idea)
    return _row(rows, "measured", at=F("at"), title=F("value"), ref=F("note"), due=F("on"), by="by")


def _row(rows: "QuerySet[Any]", kind: str, *, by: str, **columns: "Expression | F | Value") -> "QuerySet[Any, Any]":
    """Return ``rows`` with the nine columns of the union, of the same types in each of its parts."""
    empty: dict[str, Any] = {
        "at": Value(None),
        "title": Value(""),
        "text": Value(""),
        "ref": Value(""),
        "due": Value(None),
    }
    told: dict[str, Any] = {**empty, **columns}
    return (
        rows.order_by()
        .annotate(
            e_kind=Value(kind, output_field=CharField()),
            e_pk=Cast(F("pk"), IntegerField()),
            e_at=Cast(told["at"], DateTimeField()),
            e_who=Coalesce(Cast(F(f"{by}__display_name"), CharField()), Value("")),
            e_username=Coalesce(Cast(F(f"{by}__username"), CharField()), Value("")),
            e_title=Cast(told["title"], TextField()),
            e_text=Cast(told["text"], RichTextField(profile="post")),
            e_ref=Cast(told["ref"], TextField()),
            e_due=Cast(told["due"], DateField()),
        )
        .values_list("e_kind", "e_pk", "e_at", "e_who", "e_username", "e_title", "e_text", "e_ref", "e_due")
    )


_events = Compiled(lambda idea: _decisions(idea).union(_milestones(idea), _progress(idea), _measured(idea), all=True))
_outcomes = Compiled(lambda idea: Outcome.objects.filter(idea=idea))
