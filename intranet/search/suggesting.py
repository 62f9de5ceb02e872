"""Typing tolerance: words of the index that somebody probably meant, among those they may read."""

from collections.abc import Callable
from dataclasses import replace

from intranet.search.engines import get_engine
from intranet.search.query import LONGEST_QUERY, Query
from intranet.search.text import words

_SHORTEST = 4
_LONGEST_SPLIT = 24
_NEAR = 6

Finds = Callable[[Query], bool]


def suggestion(query: Query, finds: Finds) -> str:
    """Return ``query`` as typed with the misspelt words replaced, or "".

    ``finds`` says whether the person finds anything for a query. Each word proposed is looked for *just as it is spelt*
    among what they may see: a word that only stands in texts closed to them is never shown, though the index knows it.
    """
    asked = corrected = " ".join(query.text[:LONGEST_QUERY].split())
    for term in query.terms:
        if len(term.word) < _SHORTEST or finds(_only(query, term.word)):
            continue
        better = next(iter(near(query, term.word, finds)), "")
        if better:
            corrected = _replaced(corrected, term.word, better)
    return corrected if corrected != asked else ""


def near(query: Query, word: str, finds: Finds, limit: int = 1) -> list[str]:
    """Return words near ``word`` that the person may read: nearest first, then the two that it may be made of."""
    found = []
    for other in get_engine().near_words(word, limit=_NEAR):
        if finds(_only(query, f'"{other}"')):
            found.append(other)
            if len(found) == limit:
                return found
    return found or _split(query, word, finds)


def _split(query: Query, word: str, finds: Finds) -> list[str]:
    if len(word) > _LONGEST_SPLIT:
        return []
    for at in range(len(word) - 3, 2, -1):
        left, right = word[:at], word[at:]
        if finds(_only(query, f'"{left} {right}"')):
            return [f"{left} {right}"]
    return []


def _only(query: Query, text: str) -> Query:
    return replace(query, text=text, prefix=False)


def _replaced(text: str, word: str, better: str) -> str:
    return " ".join(better if word in set(words(piece)) else piece for piece in text.split())
