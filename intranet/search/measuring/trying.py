"""What a change of the settings would do to the queries that people make: better, worse, other, the same.

Judged queries are compared by nDCG@10 of what is shown; the others by the first ten results. All is searched as the person
who asks, so that it shows nothing that they may not see. ``go_on`` works for a few seconds at a time.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import task

from intranet.accounts.models import User
from intranet.search import tuned
from intranet.search.asking import query_for
from intranet.search.finding import find
from intranet.search.measuring.editing import settings_after
from intranet.search.measuring.models import Asked, Change, Judgement
from intranet.search.measuring.sameness import key_of
from intranet.search.measuring.showing import visible
from intranet.search.query import Query
from intranet.search.settings import Settings

DEPTH = 10
MOST_QUERIES = 200
MOST_JUDGED = 120
AT_ONCE = 3.0  # seconds that somebody waits for it
_IN_THE_WORKER = 120.0
_LATELY = timedelta(days=30)
_SMALL = 0.0005

VERDICTS = ("worse", "better", "other", "same")
Key = tuple[str, int]


@dataclass
class Verdicts:
    """``queries``: one dict each with "text", "verdict", "before" and "after" (nDCG, when judged), "gone" and "new" (keys).

    ``done`` says whether all were tried.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    queries: list[dict[str, Any]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    done: bool = True

    @classmethod
    def of(cls, outcome: dict[str, Any]) -> Self:
        known = cls()
        known.counts |= outcome.get("counts", {})
        known.queries, known.left = outcome.get("queries", []), outcome.get("left", [])
        known.done = not known.left
        return known

    def as_json(self) -> dict[str, Any]:
        return {"counts": self.counts, "queries": self.queries, "left": self.left}

    def add(self, tried: dict[str, Any]) -> None:
        self.counts[tried["verdict"]] += 1
        if tried["verdict"] != "same":
            self.queries.append(tried)


def queries_to_try() -> list[str]:
    """Return the judged queries, the latest judged first, then the most asked of last month: at most ``MOST_QUERIES``."""
    judged = Judgement.objects.order_by("-at", "-pk").values_list("key", "text")[: 4 * MOST_JUDGED]
    texts = dict(list(dict(reversed(judged)).items())[-MOST_JUDGED:])
    asked = (
        Asked.objects.filter(at__gte=timezone.now() - _LATELY).values("key").annotate(text=Min("text"), n=Count("pk"))
    )
    for row in asked.order_by("-n", "key")[: 2 * MOST_QUERIES]:
        if len(texts) < MOST_QUERIES:
            texts.setdefault(row["key"], row["text"])
    return list(texts.values())


def start(change: Change, user: User) -> None:
    """Try ``change``; what cannot be tried in ``AT_ONCE`` goes on in the worker."""
    change.outcome = Verdicts(left=queries_to_try()).as_json()
    _go_on(change, user, AT_ONCE)
    if not change.verdicts.done:
        finish.enqueue(change.pk, user.pk)


@task()
def finish(pk: int, user_pk: int) -> None:
    change = Change.objects.filter(pk=pk, state=Change.State.PROPOSED).first()
    user = User.objects.active().filter(pk=user_pk).first()
    if change is not None and user is not None:
        _go_on(change, user, _IN_THE_WORKER)


def _go_on(change: Change, user: User, seconds: float) -> None:
    until = time.monotonic() + seconds
    before = tuned.load()
    after = settings_after(before, change.edits)
    verdicts = change.verdicts
    grades = _grades(user)
    while verdicts.left and time.monotonic() < until:
        verdicts.add(_tried(user, verdicts.left.pop(0), before, after, grades))
    if verdicts.left and seconds == _IN_THE_WORKER:
        verdicts.left = []  # what takes longer than this is not worth waiting for
    with transaction.atomic():
        Change.objects.filter(pk=change.pk, state=Change.State.PROPOSED).update(outcome=verdicts.as_json())
    change.outcome = verdicts.as_json()


def _tried(
    user: User, text: str, before: Settings, after: Settings, grades: dict[str, dict[Key, int]]
) -> dict[str, Any]:
    old_query, new_query = query_for(user, text, settings=before), query_for(user, text, settings=after)
    if _ask_the_same(old_query, new_query):
        return {"text": text, "verdict": "same"}
    old, new = _first(user, old_query), _first(user, new_query)
    judged = grades.get(key_of(text))
    tried = {"text": text, "gone": [k for k in old if k not in new], "new": [k for k in new if k not in old]}
    if judged is None:
        return {**tried, "verdict": "same" if old == new else "other"}
    was, becomes = ndcg(old, judged), ndcg(new, judged)
    change = becomes - was
    verdict = "better" if change > _SMALL else "worse" if change < -_SMALL else "same"
    return {**tried, "verdict": verdict, "before": round(was, 3), "after": round(becomes, 3)}


def _ask_the_same(one: Query, other: Query) -> bool:
    """Say whether two settings make the same of a query: then there is nothing to search."""
    today = timezone.localdate()
    bets = [[bet for bet in query.settings.bets if bet.answers(query.asked.text, today)] for query in (one, other)]
    return one.terms == other.terms and bets[0] == bets[1] and one.settings.boosts == other.settings.boosts


def _first(user: User, query: Query) -> list[Key]:
    return [(hit.kind.name, hit.object.pk) for hit in find(user, query).hits()[:DEPTH]]


def _grades(user: User) -> dict[str, dict[Key, int]]:
    """Return what was judged for each key, of what ``user`` may see."""
    rows = list(Judgement.objects.order_by("-at")[: 4 * MOST_JUDGED])
    seen = visible(user, ((row.kind, row.target_id) for row in rows))
    grades: dict[str, dict[Key, int]] = defaultdict(dict)
    for row in rows:
        if (row.kind, row.target_id) in seen:
            grades[row.key][(row.kind, row.target_id)] = row.grade
    return dict(grades)


def ndcg(found: Iterable[Key], grades: dict[Key, int]) -> float:
    """Return nDCG@10 with gain 2^grade − 1 and discount log2(rank + 1) (Järvelin & Kekäläinen, 2002)."""
    best = _dcg(sorted(grades.values(), reverse=True)[:DEPTH])
    return _dcg(grades.get(key, 0) for key in found) / best if best else 0.0


def _dcg(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
