"""Worker: from searches that failed to gaps. Deterministic and bounded; run twice it changes nothing.

A key that is in a gap stays there; a new one joins the nearest gap, or begins one. What tells of the same need otherwise
comes by the service ``search.gaps_also``: ``fn() -> iterable of Also``, a page that does not help, a question without answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from intranet.contributions.registry import registry
from intranet.search.measuring.models import Asked, Gap, GapItem, GapQuery
from intranet.search.measuring.models.asked import FAILED, Outcome
from intranet.search.measuring.sameness import Neighbours, key_of, normalised

LOOKED_AT = timedelta(days=90)
STILL_ASKED = 2  # failed searches since it was said to be written: it is open again

_MOST_KEYS = 500
_MOST_GAPS = 2000
_MOST_ITEMS = 200
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class Also:
    """Something else that tells of a gap: ``text`` is what it is about, ``people`` how many it concerns, since ``at``."""

    text: str
    kind: str
    pk: int
    people: int
    at: datetime


@transaction.atomic
def gather() -> None:
    near, homes = _known()
    for row in _failing():
        gap_id = homes.get(row["key"])
        if gap_id is None:
            gap_id = near.nearest(row["key"])
            if gap_id is None:
                gap_id = Gap.objects.create(title=row["text"], since=row["first_at"]).pk
            near.put(row["key"], gap_id)
        _keep(row, gap_id)
    _keep_items(near)
    _reopen_still_asked()
    _sum_up()


def _known() -> tuple[Neighbours, dict[str, int]]:
    """Return the gaps by their keys, near and exact. What was set aside stays: it swallows what is asked like it."""
    near: Neighbours = Neighbours()
    homes = dict(GapQuery.objects.order_by("pk").values_list("key", "gap_id")[: 5 * _MOST_GAPS])
    for key, gap_id in homes.items():
        near.put(key, gap_id)
    return near, homes


def _failing() -> list[dict[str, Any]]:
    """Return the keys whose searches fail at least as often as they succeed, those of most people first."""
    asked = Asked.objects.filter(settled=True, at__gte=timezone.now() - LOOKED_AT)
    failed = Q(outcome__in=FAILED)
    rows = asked.values("key").annotate(
        all=Count("pk"),
        text=Min("text", filter=failed),
        times=Count("pk", filter=failed),
        people=Count("person", distinct=True, filter=failed),
        zero=Count("pk", filter=Q(outcome=Outcome.ZERO)),
        abandoned=Count("pk", filter=Q(outcome=Outcome.ABANDONED)),
        reformulated=Count("pk", filter=Q(outcome=Outcome.REFORMULATED)),
        first_at=Min("at", filter=failed),
        last_at=Max("at", filter=failed),
    )
    found = rows.filter(times__gte=1).order_by("-people", "-times", "key")[:_MOST_KEYS]
    return [row for row in found if 2 * row["times"] >= row.pop("all")]


def _keep(row: dict[str, Any], gap_id: int) -> None:
    """Write how often it failed. Names go after a month, so the number of people never falls."""
    query = GapQuery.objects.filter(key=row["key"]).first() or GapQuery(key=row["key"], gap_id=gap_id, people=0)
    row["people"] = max(row["people"], query.people)
    row["first_at"] = min(row["first_at"], query.first_at or row["first_at"])
    for name, value in row.items():
        setattr(query, name, value)
    query.save()


def _keep_items(near: Neighbours) -> None:
    """Have the pages and questions of other rooms stand in the gap that they are nearest to; those gone go."""
    homes = {(item.kind, item.target_id): item for item in GapItem.objects.all()[:_MOST_GAPS]}
    offered: Iterable[Also] = [
        also for answer in registry.ask("search.gaps_also") for also in list(answer)[:_MOST_ITEMS]
    ]
    for also in offered:
        item = homes.pop((also.kind, also.pk), None) or GapItem(kind=also.kind, target_id=also.pk)
        key = key_of(normalised(also.text))
        if item.pk is None:
            gap_id = near.nearest(key)
            item.gap_id = Gap.objects.create(since=also.at).pk if gap_id is None else gap_id
            near.put(key, item.gap_id)
        item.people, item.at = also.people, also.at
        item.save()
    GapItem.objects.filter(pk__in=[item.pk for item in homes.values()]).delete()
    Gap.objects.filter(queries=None, items=None, state=Gap.State.OPEN).delete()


def _reopen_still_asked() -> None:
    """Open again what was written and is still looked for in vain."""
    written = {gap.pk: gap for gap in Gap.objects.filter(state=Gap.State.WRITTEN).order_by("-closed_at")[:_MOST_ITEMS]}
    if not written:
        return
    homes = dict(GapQuery.objects.filter(gap__in=written).values_list("key", "gap_id"))
    ended = {pk: gap.closed_at or gap.since for pk, gap in written.items()}
    since: dict[int, int] = defaultdict(int)
    rows = Asked.objects.failed().filter(key__in=homes, at__gt=min(ended.values())).values_list("key", "at")
    for key, at in rows[:_MOST_ROWS]:
        since[homes[key]] += at > ended[homes[key]]
    for pk, times in since.items():
        if times >= STILL_ASKED:
            written[pk].reopen()


def _sum_up() -> None:
    """Bring what the list of gaps shows up to date with their queries and items."""
    people = _people()
    gaps = list(Gap.objects.prefetch_related("queries", "items").order_by("pk")[:_MOST_GAPS])
    for gap in gaps:
        queries = sorted(gap.queries.all(), key=lambda query: (-query.people, -query.times, query.key))
        items = list(gap.items.all())
        gap.title = queries[0].text if queries else ""
        gap.widest = queries[0].people if queries else 0
        gap.people = max(len(people[gap.pk]), gap.widest)
        gap.times = sum(query.times for query in queries)
        gap.demand = gap.times + sum(max(item.people, 2) for item in items)
        gap.since = min([query.first_at for query in queries] + [item.at for item in items], default=gap.since)
        gap.last_at = max([query.last_at for query in queries] + [item.at for item in items], default=gap.last_at)
    Gap.objects.bulk_update(gaps, ["title", "widest", "people", "times", "demand", "since", "last_at"], batch_size=200)


def _people() -> dict[int, set[int]]:
    """Return who of those whose names are still known asked for each gap."""
    homes = dict(GapQuery.objects.values_list("key", "gap_id"))
    found: dict[int, set[int]] = defaultdict(set)
    rows = Asked.objects.failed().of_known_people().values_list("key", "person_id").distinct()
    for key, person in rows.order_by("key", "person_id")[:_MOST_ROWS]:
        if key in homes:
            found[homes[key]].add(person)
    return found
