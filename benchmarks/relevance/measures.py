"""Measures of a ranking against judgements, as the literature defines them. All are between 0 and 1."""

import math
from collections.abc import Mapping, Sequence

DEPTH = 10


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return nDCG@depth with gain 2^grade − 1 and discount log2(rank + 1) (Järvelin & Kekäläinen, 2002)."""
    best = _dcg(sorted(grades.values(), reverse=True)[:depth])
    return _dcg([grades.get(name, 0) for name in found[:depth]]) / best if best else 0.0


def reciprocal_rank(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return 1 / the place of the first right document, 0 beyond ``depth``."""
    return next((1 / place for place, name in enumerate(found[:depth], start=1) if grades.get(name, 0) > 0), 0.0)


def recall(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the share of the right documents (at most ``depth`` of them) that the first ``depth`` hold."""
    right = [name for name, grade in grades.items() if grade > 0]
    return sum(name in right for name in found[:depth]) / min(len(right), depth) if right else 0.0


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
