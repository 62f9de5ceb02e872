"""Which statements unite the groups and which divide them, and how well each is liked. Pure; no numpy.

A rate is smoothed as if two more people had answered, one of them agreeing: (agree + 1) / (answers + 2). A pass is an
answer that does not agree, as Polis counts it. *Uniting* is the product of the groups' smoothed rates of agreement
("group-aware consensus", Small and others 2021), or of disagreement: high only where every group says the same,
however small it is. *Dividing* is the widest distance between two groups' smoothed rates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod

SMALLEST_CELL = 5


@dataclass
class Cell:
    """How some people answered one statement."""

    agrees: int = 0
    disagrees: int = 0
    passes: int = 0

    @property
    def answers(self) -> int:
        return self.agrees + self.disagrees + self.passes

    @property
    def is_shown(self) -> bool:
        return self.answers >= SMALLEST_CELL

    @property
    def agreement(self) -> float:
        return (self.agrees + 1) / (self.answers + 2)

    @property
    def disagreement(self) -> float:
        return (self.disagrees + 1) / (self.answers + 2)

    def count(self, answer: int) -> None:
        if answer > 0:
            self.agrees += 1
        elif answer < 0:
            self.disagrees += 1
        else:
            self.passes += 1


@dataclass
class Standing:
    """How one statement stands: with everyone placed on the map, and with each group."""

    statement: int
    everyone: Cell = field(default_factory=Cell)
    groups: list[Cell] = field(default_factory=list)

    @property
    def is_judged(self) -> bool:
        """Say whether enough people of every group answered to compare them."""
        return bool(self.groups) and all(cell.is_shown for cell in self.groups)

    @property
    def consensus(self) -> float:
        """Return the product of the groups' agreement, 0 to 1."""
        return prod(cell.agreement for cell in self.groups)

    @property
    def refusal(self) -> float:
        """Return the product of the groups' disagreement: what all the groups reject."""
        return prod(cell.disagreement for cell in self.groups)

    @property
    def spread(self) -> float:
        """Return the widest distance between two groups' agreement, 0 to 1."""
        rates = [cell.agreement for cell in self.groups]
        return max(rates) - min(rates) if rates else 0.0


def standings(rows: Iterable[tuple[int, int, int]], group_of: Mapping[int, int], k: int) -> dict[int, Standing]:
    """Return {statement: its standing} of ``rows`` (voter, statement, answer); whoever has no group counts with everyone."""
    found: dict[int, Standing] = {}
    for voter, statement, answer in rows:
        standing = found.get(statement)
        if standing is None:
            standing = found[statement] = Standing(statement, groups=[Cell() for _group in range(k)])
        standing.everyone.count(answer)
        group = group_of.get(voter)
        if group is not None:
            standing.groups[group].count(answer)
    return found


def uniting(found: Iterable[Standing], *, limit: int) -> list[tuple[Standing, bool]]:
    """Return the statements that unite the groups, strongest first, each with whether they agree (else all reject it).

    Each group, taken alone, is more for than not (or more against than not).
    """
    judged = [standing for standing in found if standing.is_judged]
    for_it = [(s.consensus, s, True) for s in judged if min(cell.agreement for cell in s.groups) > 0.5]
    against = [(s.refusal, s, False) for s in judged if min(cell.disagreement for cell in s.groups) > 0.5]
    best = sorted([*for_it, *against], key=lambda found: (-found[0], found[1].statement))
    return [(standing, agree) for _worth, standing, agree in best[:limit]]


def dividing(found: Iterable[Standing], *, limit: int, least: float = 0.3) -> list[Standing]:
    """Return the statements that divide the groups, widest first; a distance under ``least`` divides nobody."""
    wide = [standing for standing in found if standing.is_judged and standing.spread >= least]
    return sorted(wide, key=lambda standing: (-standing.spread, standing.statement))[:limit]


def typical(found: Iterable[Standing], group: int, *, limit: int) -> list[tuple[Standing, bool]]:
    """Return what tells ``group`` from the others, strongest first, each with whether it agrees or disagrees.

    As Polis weighs it: how sure the group is, times how much surer than the others together.
    """
    weighed = []
    for standing in found:
        mine = standing.groups[group]
        others = Cell()
        for number, cell in enumerate(standing.groups):
            if number != group:
                others.agrees += cell.agrees
                others.disagrees += cell.disagrees
                others.passes += cell.passes
        if not mine.is_shown or not others.is_shown:
            continue
        for agrees in (True, False):
            rate = mine.agreement if agrees else mine.disagreement
            theirs = others.agreement if agrees else others.disagreement
            if rate > 0.5 and rate > theirs:
                weighed.append((rate * rate / theirs, standing, agrees))
    weighed.sort(key=lambda row: (-row[0], row[1].statement))
    return [(standing, agrees) for _worth, standing, agrees in weighed[:limit]]


def need_of_a_vote(agrees: int, disagrees: int, passes: int) -> float:
    """Return how much a statement needs one more answer: what is not known of it yet.

    The variance of the share who agree, by a Beta(1, 1) prior: highest for what few have answered, then for what people
    answer differently. What most pass says little to anybody: it counts for less.
    """
    a, d = agrees + 1, disagrees + 1
    unknown = a * d / ((a + d) ** 2 * (a + d + 1))
    return unknown * (1 - 0.5 * passes / (agrees + disagrees + passes + 2))
