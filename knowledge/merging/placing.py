"""Which piece of a changed text answers which piece of the text that it began from, and which moved."""

from dataclasses import dataclass

from knowledge.diff.matching import opcodes
from knowledge.merging.pieces import Piece

ALIKE = 0.45
MOVED = 0.8
SHORTEST_MOVE = 4
LARGEST_STRETCH = 40_000


@dataclass(frozen=True)
class Step:
    """One step through both texts: a pair, a piece that went (``new`` is ``None``), one that came (``old`` is ``None``)."""

    old: int | None
    new: int | None


@dataclass
class Side:
    """What one person made of ``base``. ``moved`` maps the new place of a piece that moved to its old place."""

    pieces: list[Piece]
    steps: list[Step]
    moved: dict[int, int]

    def __post_init__(self) -> None:
        self.place: dict[int, int] = {s.old: s.new for s in self.steps if s.old is not None and s.new is not None}
        self.place |= {old: new for new, old in self.moved.items()}

    def piece(self, old: int) -> Piece | None:
        """Return what became of piece ``old`` of the base; ``None`` when it was taken away."""
        return self.pieces[self.place[old]] if old in self.place else None


def side_of(base: list[Piece], changed: list[Piece]) -> Side:
    """Match ``changed`` to ``base``: equal pieces in order, then those alike, those moved, and last those in the same place."""
    stretches: list[list[Step]] = []
    for tag, i1, i2, j1, j2 in opcodes([piece.key for piece in base], [piece.key for piece in changed]):
        if tag == "equal":
            stretches.append([Step(i, j) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)])
        elif tag == "replace":
            stretches.append(_alike(base, changed, range(i1, i2), range(j1, j2)))
        else:
            stretches.append([Step(i, None) for i in range(i1, i2)] + [Step(None, j) for j in range(j1, j2)])
    moved = _moves(base, changed, [step for stretch in stretches for step in stretch])
    steps = [step for stretch in stretches for step in _rewritten(stretch, moved)]
    return Side(changed, steps, moved)


def _alike(base: list[Piece], changed: list[Piece], left: range, right: range) -> list[Step]:
    """Pair two stretches without crossing, so that what is paired shares the most words."""
    n, m = len(left), len(right)
    if n * m > LARGEST_STRETCH:
        return [Step(i, None) for i in left] + [Step(None, j) for j in right]
    like = [[base[i].likeness(changed[j]) for j in right] for i in left]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for a in range(n - 1, -1, -1):
        for b in range(m - 1, -1, -1):
            paired = like[a][b] + best[a + 1][b + 1] if like[a][b] >= ALIKE else -1.0
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    steps: list[Step] = []
    a = b = 0
    while a < n and b < m:
        if like[a][b] >= ALIKE and best[a][b] == like[a][b] + best[a + 1][b + 1]:
            steps.append(Step(left[a], right[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            steps.append(Step(left[a], None))
            a += 1
        else:
            steps.append(Step(None, right[b]))
            b += 1
    return steps + [Step(i, None) for i in left[a:]] + [Step(None, j) for j in right[b:]]


def _moves(base: list[Piece], changed: list[Piece], steps: list[Step]) -> dict[int, int]:
    gone = [s.old for s in steps if s.old is not None and s.new is None and base[s.old].word_total >= SHORTEST_MOVE]
    come = [s.new for s in steps if s.new is not None and s.old is None and changed[s.new].word_total >= SHORTEST_MOVE]
    if len(gone) * len(come) > LARGEST_STRETCH:
        places = {base[i].key: i for i in reversed(gone)}
        return {j: places.pop(changed[j].key) for j in come if changed[j].key in places}
    candidates = sorted((-base[i].likeness(changed[j]), i, j) for i in gone for j in come)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for unlike, i, j in candidates:
        if -unlike < MOVED:
            break
        if i not in taken and j not in found:
            found[j] = i
            taken.add(i)
    return found


def _rewritten(stretch: list[Step], moved: dict[int, int]) -> list[Step]:
    """Pair what went with what came in the same place: words that share nothing with those before still replace them."""
    origins = set(moved.values())
    steps: list[Step] = []
    gone: list[int] = []
    come: list[int] = []

    def settle() -> None:
        together = min(len(gone), len(come))
        steps.extend(Step(i, j) for i, j in zip(gone[:together], come[:together], strict=True))
        steps.extend(Step(i, None) for i in gone[together:])
        steps.extend(Step(None, j) for j in come[together:])
        gone.clear()
        come.clear()

    for step in stretch:
        paired = step.old is not None and step.new is not None
        if paired or step.old in origins or step.new in moved:
            settle()
            steps.append(step)
        elif step.old is not None:
            gone.append(step.old)
        elif step.new is not None:
            come.append(step.new)
    settle()
    return steps
