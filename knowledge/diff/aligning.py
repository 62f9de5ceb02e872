"""Which block of the new version answers which block of the old one."""

from knowledge.diff.blocks import Block
from knowledge.diff.matching import opcodes

Pair = tuple[int | None, int | None]

ALIKE = 0.45
MOVED = 0.8
SHORTEST_MOVE = 4
# Beyond this many comparisons in one stretch, blocks are paired by their place alone.
LARGEST_STRETCH = 40_000


def align(old: list[Block], new: list[Block]) -> list[Pair]:
    """Return pairs (index in ``old``, index in ``new``) in reading order; ``None`` where the other has no such block.

    Equal blocks are matched first, in order; between them, blocks that share enough words.
    """
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in opcodes(old, new):
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        elif tag == "replace":
            pairs += _pair_alike(old, new, range(i1, i2), range(j1, j2))
        else:
            pairs += [(i, None) for i in range(i1, i2)]
            pairs += [(None, j) for j in range(j1, j2)]
    return pairs


def moves(old: list[Block], new: list[Block], pairs: list[Pair]) -> dict[int, int]:
    """Return {index in ``new``: index in ``old``} of the blocks that left one place and came to another."""
    gone = [i for i, j in pairs if i is not None and j is None and len(old[i].tokens) >= SHORTEST_MOVE]
    come = [j for i, j in pairs if j is not None and i is None and len(new[j].tokens) >= SHORTEST_MOVE]
    found: dict[int, int] = {}
    if len(gone) * len(come) > LARGEST_STRETCH:
        places = {old[i].tokens: i for i in reversed(gone)}
        return {j: places.pop(new[j].tokens) for j in come if new[j].tokens in places}
    candidates = sorted(
        ((old[i].likeness(new[j]), i, j) for i in gone for j in come), key=lambda c: (-c[0], c[1], c[2])
    )
    taken: set[int] = set()
    for likeness, i, j in candidates:
        if likeness < MOVED:
            break
        if i not in taken and j not in found:
            found[j] = i
            taken.add(i)
    return found


def _pair_alike(old: list[Block], new: list[Block], left: range, right: range) -> list[Pair]:
    """Pair blocks of two stretches without crossing, so that the sum of their likeness is the greatest."""
    n, m = len(left), len(right)
    if n * m > LARGEST_STRETCH:
        together = min(n, m)
        pairs: list[Pair] = [(left[k], right[k]) for k in range(together)]
        return pairs + [(i, None) for i in left[together:]] + [(None, j) for j in right[together:]]
    like = [[old[i].likeness(new[j]) for j in right] for i in left]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            together_score = like[i][j] + best[i + 1][j + 1] if like[i][j] >= ALIKE else -1.0
            best[i][j] = max(together_score, best[i + 1][j], best[i][j + 1])
    result: list[Pair] = []
    i = j = 0
    while i < n and j < m:
        if like[i][j] >= ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            result.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            result.append((left[i], None))
            i += 1
        else:
            result.append((None, right[j]))
            j += 1
    return result + [(k, None) for k in left[i:]] + [(None, k) for k in right[j:]]
