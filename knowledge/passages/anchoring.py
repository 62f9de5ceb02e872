"""Finding a quoted passage again in a text that changed: the selector of W3C's TextQuoteSelector, with a place.

Texts here are squeezed (see ``plain``). A passage is looked for word for word, then between what stood before and after
it, then where most of it is. The cost is bounded whatever the texts hold.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

CONTEXT = 32
# A passage is still there while this share of its characters is.
REMAINS = 0.6
_OCCURRENCES = 200
_LEFTS, _RIGHTS = 12, 6
_SHINGLE = 4
_SEED = 8
_SEEDS = 64
# Shorter passages are not looked for without what stood around them: anything resembles a few letters.
_ALONE = 16


@dataclass(frozen=True)
class Quote:
    """``copies``: how often ``exact`` stood in the text. One fewer, and none where it was: it is this one that went."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    position: int = 0
    copies: int = 1


def quote(text: str, start: int, end: int) -> Quote:
    """Return what finds again the characters from ``start`` to ``end`` of ``text``."""
    exact = text[start:end]
    copies = sum(1 for _place in _places(text, exact))
    return Quote(exact, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, copies)


def locate(text: str, wanted: Quote) -> tuple[int, int] | None:
    """Return where ``wanted`` stands in ``text``, or ``None`` when it is gone."""
    if not wanted.exact:
        return None
    places = list(_places(text, wanted.exact))
    if places:
        size = len(wanted.exact)
        around = {at: _around(text, at, at + size, wanted) for at in places}
        home = {at for at in places if _is_at_home(around[at], at, at + size, text, wanted)}
        best = max(places, key=lambda at: (at in home, sum(around[at]), -abs(at - wanted.position)))
        if best in home or len(places) >= wanted.copies:
            return best, best + size
    return _between(text, wanted) or (None if places else _nearest(text, wanted))


def remains(exact: str, now: str) -> float:
    """Return which share of ``exact`` is still there in ``now``: at its two ends, or in runs of some letters in order."""
    if not exact or not now:
        return 0.0
    shortest = min(len(exact), len(now))
    left = _common_start(exact, now)
    right = min(_common_start(exact[::-1], now[::-1]), shortest - left)
    kept = left + right
    if len(exact) > 2 * _SHINGLE:
        shared = _common(_shingles(exact), _shingles(now))
        kept = max(kept, shared + _SHINGLE - 1 if shared else 0)
    return min(1.0, kept / len(exact))


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    for _number in range(_OCCURRENCES):
        if at < 0:
            return
        yield at
        at = text.find(wanted, at + 1)


def _around(text: str, start: int, end: int, wanted: Quote) -> tuple[int, int]:
    """Return how many characters before and after are those that stood there."""
    before = text[max(0, start - len(wanted.prefix)) : start]
    after = text[end : end + len(wanted.suffix)]
    return _common_start(before[::-1], wanted.prefix[::-1]), _common_start(after, wanted.suffix)


def _is_at_home(around: tuple[int, int], start: int, end: int, text: str, wanted: Quote) -> bool:
    left = around[0] >= min(8, len(wanted.prefix)) if wanted.prefix else start == 0
    right = around[1] >= min(8, len(wanted.suffix)) if wanted.suffix else end == len(text)
    return left or right


def _between(text: str, wanted: Quote) -> tuple[int, int] | None:
    """Look between what stood before and after it, as much of these as is found."""
    farthest = 2 * len(wanted.exact) + 64
    best, found = REMAINS, None
    for reach in (CONTEXT, CONTEXT // 2, CONTEXT // 4):
        before, after = wanted.prefix[-reach:], wanted.suffix[:reach]
        lefts = [at + len(before) for at in _places(text, before)] if before else [0]
        rights = list(_places(text, after)) if after else [len(text)]
        lefts.sort(key=lambda at: abs(at - wanted.position))
        for left in lefts[:_LEFTS]:
            near = [right for right in rights if left < right <= left + farthest]
            near.sort(key=partial(_off, left + len(wanted.exact)))
            for right in near[:_RIGHTS]:
                share = remains(wanted.exact, text[left:right])
                if share >= best and (found is None or share > best):
                    best, found = share, (left, right)
        if found:
            return found
    return None


def _off(wanted: int, at: int) -> int:
    return abs(at - wanted)


def _nearest(text: str, wanted: Quote) -> tuple[int, int] | None:
    """Look for the place where most of its pieces stand in about their order."""
    exact = wanted.exact
    if len(exact) < _ALONE:
        return None
    step = max(1, (len(exact) - _SEED) // _SEEDS)
    slack = max(16, len(exact) // 2)
    votes: Counter[int] = Counter()
    seeds: list[tuple[int, int]] = []
    for offset in range(0, len(exact) - _SEED + 1, step):
        for number, at in enumerate(_places(text, exact[offset : offset + _SEED])):
            if number == 20:
                break
            seeds.append((offset, at))
            votes[(at - offset) // slack] += 1
    best, found = REMAINS, None
    for shelf, _count in votes.most_common(8):
        here = [(offset, at) for offset, at in seeds if abs((at - offset) // slack - shelf) <= 1]
        first, last = min(here, key=lambda seed: seed[1]), max(here, key=lambda seed: seed[1])
        start = max(0, first[1] - min(first[0], _SEED))
        end = min(len(text), last[1] + _SEED + min(len(exact) - last[0] - _SEED, _SEED))
        share = remains(exact, text[start:end])
        closer = found is not None and share == best and abs(start - wanted.position) < abs(found[0] - wanted.position)
        if share > best or (share == best and (found is None or closer)):
            best, found = share, (start, end)
    return found


def _common_start(one: str, other: str) -> int:
    size = min(len(one), len(other))
    for number in range(size):
        if one[number] != other[number]:
            return number
    return size


def _shingles(text: str) -> list[str]:
    return [text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1)]


def _common(one: list[str], other: list[str]) -> int:
    """Return the length of the longest common subsequence, by the bits of one number (Hyyrö 2004): a step a shingle."""
    masks: dict[str, int] = {}
    for number, shingle in enumerate(one):
        masks[shingle] = masks.get(shingle, 0) | (1 << number)
    full = (1 << len(one)) - 1
    row = full
    for shingle in other:
        shared = row & masks.get(shingle, 0)
        row = ((row + shared) | (row - shared)) & full
    return len(one) - row.bit_count()
