"""The order of what was found, the same for both engines: pure functions of what a document is and of what was asked.

1. What is called just what is asked (or once was).
2. Relevance (BM25 over weighted fields) and, for each word of the title that is asked, its rarity once more;
   × popularity 1 + 0.25·ln(1 + weight), as Outline does, the weight halved every year so that what was popular once does not stay so;
   × standing (verified up, archived down); × for news only, freshness 0.5 + 0.5·2^(−age / 60 days); × what the
   community manager set for its kind.
"""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from intranet.search.engines.base import Candidate
from intranet.search.query import Query

DAY = 86_400
_TITLE_SHARE = 1.0
_POPULARITY_HALVES = 365.0
_NEWS_HALVES = 60.0


def ranked(asked: Query, found: Iterable[Candidate], rarity: Callable[[str], float]) -> list[Candidate]:
    """Return ``found`` in order, ``score`` being the final one. ``rarity(stem)`` is the inverse document frequency."""
    now = time.time()
    rarities = {stem: rarity(stem) for term in asked.terms for stem in term.stems}
    key = asked.title_key
    scored = [
        replace(candidate, score=_score(asked, candidate, rarities, now), is_exact=_is_exact(candidate, key))
        for candidate in found
    ]
    return sorted(scored, key=lambda c: (not c.is_exact, -c.score, c.kind, c.pk))


def _score(asked: Query, candidate: Candidate, rarities: dict[str, float], now: float) -> float:
    title = set(candidate.title_stems.split())
    titled = sum(max((rarities[s] for s in term.stems if s in title), default=0.0) for term in asked.terms)
    age = max(0.0, now - candidate.at) / DAY
    score = (candidate.score + _TITLE_SHARE * titled) * popularity(candidate.weight, age)
    score *= max(candidate.standing, 0.0) * asked.settings.boost(candidate.kind)
    return score * freshness(age) if candidate.is_news else score


def popularity(weight: float, age: float) -> float:
    """Return the factor of ``weight`` (≥ 0) for something ``age`` days old."""
    return 1 + 0.25 * math.log1p(max(weight, 0.0) * 2 ** (-age / _POPULARITY_HALVES))


def freshness(age: float) -> float:
    return 0.5 + 0.5 * 2 ** (-age / _NEWS_HALVES)


def _is_exact(candidate: Candidate, key: str) -> bool:
    return bool(key) and (key == candidate.title_key or key in candidate.former_keys)
