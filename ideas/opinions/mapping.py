"""The opinion map of a campaign: computed by the worker, stored, and only what may be shown of it.

Nothing is shown under ``FEWEST_VOTERS`` voters who can be placed, no group under five people, no rate of fewer than
five answers. Rates are rounded to tens and never said to be under 10 or over 90 %: with the size of a group they would
else count people. A person's place is computed for that person alone, from their own votes.
"""

from collections.abc import Iterable
from datetime import timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ideas.opinions import agreeing
from ideas.opinions.agreeing import Cell, Standing
from ideas.opinions.models import Opinion, OpinionEvent, OpinionMap

if TYPE_CHECKING:
    from ideas.opinions.grouping import Found
    from intranet.accounts.models import User

# A map is drawn anew at most this often.
EVERY = timedelta(minutes=10)
# No transaction of a vote lasts longer.
_STILL = timedelta(minutes=1)
SHOWN = 5
TYPICAL = 3
FEWEST_TO_PLACE = 7
# So fine a grid that a square holds some ten people on average.
_FINEST, _COARSEST, _TO_A_SQUARE = 14, 4, 10
_SMALLEST = 5


def draw_stale() -> int:
    """Draw anew the maps on which somebody voted since, each at most every ``EVERY``; return how many. Periodic."""
    due = Q(computed_at=None) | Q(computed_at__lte=timezone.now() - EVERY)
    ids = list(OpinionMap.objects.filter(due, stale=True).order_by("computed_at").values_list("pk", flat=True)[:5])
    for pk in ids:
        draw(pk)
    return len(ids)


def draw(pk: int) -> None:
    """Compute the map and keep it. It stays stale while votes come: one that is not committed yet is in the next."""
    lately = OpinionEvent.objects.filter(statement__map=pk, at__gt=timezone.now() - _STILL).exists()
    OpinionMap.objects.filter(pk=pk).update(stale=lately)
    rows = list(
        Opinion.objects.filter(statement__map=pk, statement__is_hidden=False)
        .order_by()
        .values_list("user_id", "statement_id", "value")
    )
    result = computed(rows)
    with transaction.atomic():
        OpinionMap.objects.filter(pk=pk).update(result=result, computed_at=timezone.now())


def computed(rows: list[tuple[int, int, int]]) -> dict[str, Any]:
    """Return what is kept of ``rows`` (voter, statement, answer): see the module."""
    from ideas.opinions.grouping import Votes, find_groups

    voters = len({voter for voter, _statement, _answer in rows})
    found = find_groups(Votes([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])) if rows else None
    if found is None:
        return {"voters": voters}
    group_of = dict(zip(found.voters, found.groups.tolist(), strict=True)) if found.k else {}
    placed = set(found.voters)
    standings = agreeing.standings((row for row in rows if row[0] in placed), group_of, found.k)
    return {
        "voters": voters,
        "placed": len(found.voters),
        "silhouette": round(found.silhouette, 2),
        "groups": _groups(found, standings.values()),
        "squares": _squares(found),
        "uniting": [
            {**_line(standing), "agree": agree} for standing, agree in agreeing.uniting(standings.values(), limit=SHOWN)
        ],
        "dividing": [_line(standing) for standing in agreeing.dividing(standings.values(), limit=SHOWN)],
        "liked": [_line(standing) for standing in _liked(standings.values())] if not found.k else [],
        "axes": {
            str(statement): [round(float(found.center[n]), 4), *(round(float(axis[n]), 4) for axis in found.axes)]
            for n, statement in enumerate(found.statements)
        },
    }


def place_of(opinion_map: OpinionMap, user: "User") -> dict[str, Any] | None:
    """Return where ``user`` stands on the map by their own votes, and in which group; ``None`` with too few votes.

    One query. The same arithmetic as ``grouping.project``, without numpy.
    """
    axes = opinion_map.result.get("axes")
    if not axes:
        return None
    mine = Opinion.objects.filter(statement__map=opinion_map, user=user).values_list("statement_id", "value")
    known = [(axes[str(statement)], value) for statement, value in mine if str(statement) in axes]
    if len(known) < min(FEWEST_TO_PLACE, len(axes)):
        return None
    stretch = sqrt(len(axes) / len(known))
    x, y = (stretch * sum((value - row[0]) * row[n] for row, value in known) for n in (1, 2))
    groups = opinion_map.result["groups"]
    nearest = min(groups, key=lambda group: (group["x"] - x) ** 2 + (group["y"] - y) ** 2, default=None)
    return {"x": x, "y": y, "group": nearest["number"] if nearest else None}


def rounded(cell: Cell) -> dict[str, int] | None:
    """Return the rates of a cell in tens, between 10 and 90; ``None`` under five answers."""
    if not cell.is_shown:
        return None
    return {name: _tens(getattr(cell, name) / cell.answers) for name in ("agrees", "disagrees")}


def _tens(share: float) -> int:
    return min(max(round(share * 10) * 10, 10), 90)


def _line(standing: Standing) -> dict[str, Any]:
    return {
        "statement": standing.statement,
        "everyone": rounded(standing.everyone),
        "groups": [rounded(cell) for cell in standing.groups],
    }


def _liked(standings: Iterable[Standing]) -> list[Standing]:
    """Where there are no groups: what most agree with."""
    shown = [standing for standing in standings if standing.everyone.is_shown and standing.everyone.agreement > 0.5]
    return sorted(shown, key=lambda standing: (-standing.everyone.agreement, standing.statement))[:SHOWN]


def _groups(found: "Found", standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return the groups as ellipses (middle, spread, slant), each of five people or more, with what is typical of them."""
    import numpy as np

    groups = []
    standings = list(standings)
    for number in range(found.k):
        points = found.places[found.groups == number]
        assert len(points) >= _SMALLEST
        values, vectors = np.linalg.eigh(np.cov(points.T))
        groups.append(
            {
                "number": number,
                "size": len(points),
                "x": round(float(points[:, 0].mean()), 3),
                "y": round(float(points[:, 1].mean()), 3),
                "long": round(float(1.5 * sqrt(max(values[1], 0.01))), 3),
                "short": round(float(1.5 * sqrt(max(values[0], 0.01))), 3),
                "angle": round(float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))), 1),
                "typical": [
                    {**_line(standing), "agree": agree}
                    for standing, agree in agreeing.typical(standings, number, limit=TYPICAL)
                ],
            }
        )
    return groups


def _squares(found: "Found") -> list[list[float]]:
    """Return the squares of a grid that hold five people or more: x, y, and how many."""
    import numpy as np

    low, high = found.places.min(axis=0), found.places.max(axis=0)
    grid = int(min(max(sqrt(len(found.places) / _TO_A_SQUARE), _COARSEST), _FINEST))
    size = np.maximum(high - low, 1e-6) / grid
    cells = np.minimum(((found.places - low) / size).astype(int), grid - 1)
    kept, counts = np.unique(cells, axis=0, return_counts=True)
    middles = low + (kept + 0.5) * size
    return [
        [round(float(x), 3), round(float(y), 3), int(n)]
        for (x, y), n in zip(middles, counts, strict=True)
        if n >= _SMALLEST
    ]
