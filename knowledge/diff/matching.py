"""What two sequences have in common, in order, at a cost that is bounded whatever they hold.

``difflib`` alone takes minutes on long texts that repeat themselves. Here equal beginnings and ends are set aside first,
long stretches are cut at what occurs once in both (patience), and only short stretches are given to ``difflib``.
A long stretch without any such landmark is said to be replaced as a whole.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

Opcode = tuple[str, int, int, int, int]
# The most comparisons (length × length) that difflib is given in one stretch.
LARGEST_STRETCH = 40_000


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Opcode]:
    """Return the steps from ``old`` to ``new``, as ``difflib`` does: equal, replace, delete, insert."""
    numbers: dict[Hashable, int] = {}
    # Whatever is compared becomes numbers first: equality and hashes of whole blocks are looked at once only.
    old, new = ([numbers.setdefault(one, len(numbers)) for one in sequence] for sequence in (old, new))
    codes: list[Opcode] = []
    i = j = 0
    for i1, j1, size in [*_matches(old, new), (len(old), len(new), 0)]:
        if i < i1 or j < j1:
            tag = "replace" if i < i1 and j < j1 else "delete" if i < i1 else "insert"
            codes.append((tag, i, i1, j, j1))
        if size:
            codes.append(("equal", i1, i1 + size, j1, j1 + size))
        i, j = i1 + size, j1 + size
    return codes


def _matches(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the runs in common as (place in old, place in new, length), in order, neighbours joined."""
    found: list[tuple[int, int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i1, i2, j1, j2 = waiting.pop()
        start = 0
        while i1 + start < i2 and j1 + start < j2 and old[i1 + start] == new[j1 + start]:
            start += 1
        if start:
            found.append((i1, j1, start))
            i1, j1 = i1 + start, j1 + start
        end = 0
        while i2 - end > i1 and j2 - end > j1 and old[i2 - end - 1] == new[j2 - end - 1]:
            end += 1
        if end:
            i2, j2 = i2 - end, j2 - end
            found.append((i2, j2, end))
        if i1 == i2 or j1 == j2:
            continue
        if (i2 - i1) * (j2 - j1) <= LARGEST_STRETCH:
            matcher = SequenceMatcher(None, old[i1:i2], new[j1:j2], autojunk=False)
            found += [(i1 + i, j1 + j, size) for i, j, size in matcher.get_matching_blocks() if size]
            continue
        landmarks = _landmarks(old, new, i1, i2, j1, j2)
        for place, (i, j) in enumerate(landmarks):
            before = landmarks[place - 1] if place else (i1 - 1, j1 - 1)
            found.append((i, j, 1))
            waiting.append((before[0] + 1, i, before[1] + 1, j))
        if landmarks:
            waiting.append((landmarks[-1][0] + 1, i2, landmarks[-1][1] + 1, j2))
    return _joined(sorted(found))


def _landmarks(old: Sequence[int], new: Sequence[int], i1: int, i2: int, j1: int, j2: int) -> list[tuple[int, int]]:
    """Return the places of what occurs once in both stretches, as many as come in the same order."""
    left, right = Counter(old[i1:i2]), Counter(new[j1:j2])
    places = {new[j]: j for j in range(j1, j2) if right[new[j]] == 1}
    pairs = [(i, places[old[i]]) for i in range(i1, i2) if left[old[i]] == 1 and old[i] in places]
    # The longest increasing run of the second places (patience sorting).
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, (_i, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(j)
            tops.append(index)
        else:
            ends[pile], tops[pile] = j, index
    chain: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _joined(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for i, j, size in runs:
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            i, j, size = joined[-1][0], joined[-1][1], joined.pop()[2] + size
        joined.append((i, j, size))
    return joined
