"""How strong each idea is by the comparisons of one vote."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import Count

from ideas.counting.bradley_terry import Strength, is_settled, strengths
from ideas.models import Rulebook
from ideas.pairwise.models import Comparison

# Each idea shown this often on average is enough, whatever still overlaps: what remains close is close.
ENOUGH_EACH = 60
# How many new comparisons may pass before it is looked again whether the order is settled.
_STEP = 10

Pair = tuple[int, int]


def pairs_of(rulebook: Rulebook) -> dict[Pair, list[int]]:
    """Return {(first, second): [wins of the first, of the second, equals]}; what was skipped is left out. One query."""
    rows = Comparison.objects.filter(rulebook=rulebook).order_by().values_list("first_id", "second_id", "outcome")
    place = {Comparison.Outcome.FIRST: 0, Comparison.Outcome.SECOND: 1, Comparison.Outcome.EQUAL: 2}
    found: dict[Pair, list[int]] = defaultdict(lambda: [0, 0, 0])
    for first, second, outcome, times in rows.annotate(times=Count("pk")):
        if outcome in place:
            found[first, second][place[outcome]] += times
    return dict(found)


def order_of(ideas: Iterable[int], pairs: dict[Pair, list[int]]) -> list[Strength]:
    wins: dict[Pair, float] = defaultdict(float)
    for (first, second), (won, lost, equal) in pairs.items():
        wins[first, second] += won + equal / 2
        wins[second, first] += lost + equal / 2
    return strengths(sorted(ideas), wins)


def is_enough(rulebook: Rulebook, ideas: list[int], compared: int) -> bool:
    """Say whether more comparisons would hardly change the order. Looked at again every few comparisons."""
    if len(ideas) < 2 or compared * 2 >= ENOUGH_EACH * len(ideas):
        return True
    if compared < len(ideas) * 3:
        return False
    key = f"pairs-settled-{rulebook.pk}-{len(ideas)}-{compared // _STEP}"
    settled = cache.get(key)
    if settled is None:
        settled = is_settled(order_of(ideas, pairs_of(rulebook)))
        cache.set(key, settled, 3600)
    return bool(settled)


def data_of(rulebook: Rulebook, titles: dict[int, str]) -> dict[str, Any]:
    """Return the ``Standing.data`` of the duels of ``rulebook`` so far, between the ideas of ``titles`` ({id: title})."""
    pairs = {pair: sums for pair, sums in pairs_of(rulebook).items() if pair[0] in titles and pair[1] in titles}
    order = order_of(titles, pairs)
    comparisons = Comparison.objects.filter(rulebook=rulebook)
    return {
        "order": [
            {
                "id": strength.item,
                "title": titles[strength.item],
                "strength": round(strength.log_strength, 4),
                "low": round(strength.low, 4),
                "high": round(strength.high, 4),
                "share": round(strength.share, 4),
                "shown": strength.shown,
            }
            for strength in order
        ],
        "pairs": [[*pair, *sums] for pair, sums in sorted(pairs.items())],
        "settled": is_settled(order),
        "comparisons": sum(sum(sums) for sums in pairs.values()),
        "voters": comparisons.values("voter").distinct().count(),
    }
