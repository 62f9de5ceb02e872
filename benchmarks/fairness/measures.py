"""How fair an outcome is. Plain formulas."""

from collections.abc import Mapping, Sequence
from itertools import pairwise


def kendall(worth: Sequence[float], score: Mapping[int, float]) -> float:
    """Kendall's tau-b between the true worth and the final score: 1 is the same order, 0 none, −1 the reverse."""
    agree = differ = tied = 0
    for one in range(len(worth)):
        for other in range(one):
            product = (worth[one] - worth[other]) * (score[one] - score[other])
            agree, differ, tied = agree + (product > 0), differ + (product < 0), tied + (product == 0)
    pairs = agree + differ + tied
    return (agree - differ) / (pairs * (agree + differ)) ** 0.5 if agree + differ else 0.0


def spearman(worth: Sequence[float], score: Mapping[int, float]) -> float:
    """The correlation of the ranks."""
    mine, theirs = _ranks(worth), _ranks([score[idea] for idea in range(len(worth))])
    mean = (len(worth) - 1) / 2
    both = sum((a - mean) * (b - mean) for a, b in zip(mine, theirs, strict=True))
    spread = [sum((rank - mean) ** 2 for rank in ranks) for ranks in (mine, theirs)]
    return float(both / (spread[0] * spread[1]) ** 0.5) if all(spread) else 0.0


def gini(amounts: Sequence[float]) -> float:
    """Gini's coefficient: 0 when all have the same, near 1 when one has all."""
    ordered = sorted(amounts)
    total = sum(ordered)
    if not total:
        return 0.0
    weighted = sum((place + 1) * amount for place, amount in enumerate(ordered))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def top_share(worth: Sequence[float], score: Mapping[int, float], size: int = 10) -> float:
    """The share of the ``size`` worthiest that are among the ``size`` first in the end."""
    best = sorted(range(len(worth)), key=lambda idea: -worth[idea])[:size]
    first = sorted(score, key=lambda idea: -score[idea])[:size]
    return len(set(best) & set(first)) / size


def _ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value; equal ones share the mean of theirs."""
    order = sorted(range(len(values)), key=lambda number: values[number])
    starts = [0] + [i + 1 for i, (a, b) in enumerate(pairwise(order)) if values[a] != values[b]] + [len(order)]
    ranks = [0.0] * len(values)
    for start, end in pairwise(starts):
        for number in order[start:end]:
            ranks[number] = (start + end - 1) / 2
    return ranks
