"""Worker: how each search ended, the counts by day and week, and forgetting."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from intranet.search.measuring.models import Asked, Change, Day, Gap, GapAnswer, GapQuery, TopQuery
from intranet.search.measuring.models.asked import FAILED, NAMES_KEPT, Outcome
from intranet.search.measuring.models.counts import FEWEST_PEOPLE

# Nothing opened within this time: given up. Another search within FOLLOWED: asked again. A click without another search
# within DWELT: read.
ABANDONED = timedelta(minutes=5)
FOLLOWED = timedelta(seconds=30)
DWELT = timedelta(seconds=60)

_ROWS = 1000
_ROUNDS = 20
_TOP = 50
_COUNTED_AGAIN = 3  # days: a click counts for an hour, and the worker may have been down


def settle(now: datetime | None = None) -> None:
    """Say how the searches of at least five minutes ago ended; keystrokes and repetitions become one search."""
    limit = (now or timezone.now()) - ABANDONED
    for _round in range(_ROUNDS):
        rows = list(Asked.objects.filter(settled=False, at__lt=limit).order_by("at", "pk")[:_ROWS])
        if rows:
            _settle(rows)
        if len(rows) < _ROWS:
            return


def _settle(rows: list[Asked]) -> None:
    later = _by_person(rows)
    repeated: list[UUID] = []
    ended: dict[tuple[str, bool, bool], list[UUID]] = defaultdict(list)
    for row in rows:
        after = [other for other in later[row.person_id] if (other.at, other.pk) > (row.at, row.pk)]
        following = next((other for other in after if other.at <= row.at + FOLLOWED), None)
        if following is not None and _same_sitting(row, following):
            repeated.append(row.pk)
            continue
        outcome = row.outcome
        if outcome == Outcome.OPEN:
            outcome = Outcome.REFORMULATED if following is not None else Outcome.ABANDONED
        dwelt = row.clicked_at is not None and not any(row.clicked_at < o.at <= row.clicked_at + DWELT for o in after)
        ended[(outcome, following is not None, dwelt)].append(row.pk)
    Asked.objects.filter(pk__in=repeated, clicked_at=None).delete()
    # What was opened meanwhile keeps saying so.
    for (outcome, followed, dwelt), ids in ended.items():
        said = Asked.objects.filter(pk__in=ids)
        said.filter(outcome=Outcome.OPEN).update(outcome=outcome)
        said.update(followed=followed, dwelt=dwelt, settled=True)


def _by_person(rows: list[Asked]) -> dict[int | None, list[Asked]]:
    """Return what each person of ``rows`` asked from then on, in order; nobody's for those without a name."""
    people = {row.person_id for row in rows} - {None}
    until = rows[-1].at + ABANDONED + DWELT
    found: dict[int | None, list[Asked]] = defaultdict(list)
    asked = Asked.objects.filter(person__in=people, at__gte=rows[0].at, at__lte=until).order_by("at", "pk")
    for row in asked[: 5 * _ROWS]:
        found[row.person_id].append(row)
    return found


def _same_sitting(row: Asked, following: Asked) -> bool:
    """Say whether ``following`` is the same question, typed on: the same words, or their beginning."""
    if row.clicked_at is not None:
        return False
    typed_on = following.text.startswith(row.text) and (row.in_palette or following.text[len(row.text) :][:1] != " ")
    return row.key == following.key or typed_on


def count(today: date | None = None) -> None:
    """Count the last days and this week and the last again, from what is settled: a bounded number of queries."""
    today = today or timezone.localdate()
    for back in range(_COUNTED_AGAIN):
        day = today - timedelta(days=back)
        rows = Asked.objects.filter(settled=True, **_within(day, day + timedelta(days=1)))
        ended = {name: Count("pk", filter=Q(outcome=name)) for name in (Outcome.CLICKED, *FAILED)}
        counts = rows.aggregate(searches=Count("pk"), **{str(name.value): number for name, number in ended.items()})
        Day.objects.update_or_create(day=day, defaults=counts)
    monday = today - timedelta(days=today.weekday())
    for week in (monday, monday - timedelta(days=7)):
        _count_top(week)


def _count_top(week: date) -> None:
    rows = Asked.objects.filter(settled=True, **_within(week, week + timedelta(days=7)))
    asked = rows.values("key").annotate(
        text=Min("text"),
        people=Count("person", distinct=True),
        times=Count("pk"),
        failed=Count("pk", filter=Q(outcome__in=FAILED)),
    )
    top = list(asked.filter(people__gte=FEWEST_PEOPLE).order_by("-people", "-times", "key")[:_TOP])
    TopQuery.objects.filter(week=week).exclude(key__in=[row["key"] for row in top]).delete()
    TopQuery.objects.bulk_create(
        [TopQuery(week=week, **row) for row in top],
        update_conflicts=True,
        unique_fields=["week", "key"],
        update_fields=["text", "people", "times", "failed"],
    )


def _within(first: date, end: date) -> dict[str, datetime]:
    start, stop = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, end))
    return {"at__gte": start, "at__lt": stop}


def forget(now: datetime | None = None) -> None:
    """Remove names after 30 days, and everything typed after ``PARVIS_SEARCH_LOG_DAYS``."""
    now = now or timezone.now()
    Asked.objects.filter(at__lt=now - NAMES_KEPT, person__isnull=False).update(person=None)
    GapAnswer.objects.filter(at__lt=now - NAMES_KEPT).delete()
    limit = now - timedelta(days=settings.PARVIS_SEARCH_LOG_DAYS)
    Asked.objects.filter(at__lt=limit).delete()
    TopQuery.objects.filter(week__lt=limit.date()).delete()
    GapQuery.objects.filter(last_at__lt=limit).delete()
    Gap.objects.filter(queries=None, items=None, last_at__lt=limit).delete()
    _forget_tried(now - NAMES_KEPT)


def _forget_tried(limit: datetime) -> None:
    """Leave what was never applied, and of what was, only the numbers."""
    old = Change.objects.filter(at__lt=limit)
    old.filter(state=Change.State.PROPOSED).delete()
    tried: Iterable[Change] = old.filter(outcome__has_key="queries")[:_ROWS]
    for change in tried:
        change.outcome = {"counts": change.verdicts.counts}
        change.save(update_fields=["outcome"])
