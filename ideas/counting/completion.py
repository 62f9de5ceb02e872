"""Add1: equal shares usually leave money unused; so the endowment rises until they do not.

As equalshares.net describes it and cities practise it: everybody's endowment is raised by one unit of the currency,
and the method is run again from the start, as long as what it buys costs no more than there really is. It ends when the
next raise would spend too much, or when nothing more that anybody wants would fit. If something would still fit after
a raise became too much, it is chosen by the greedy rule from what is left (and is said to have been).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from ideas.counting.election import Election
from ideas.counting.equal_shares import Outcome, Prepared
from ideas.counting.greedy import greedy

if TYPE_CHECKING:
    from ideas.counting.screening import Screen


@dataclass(frozen=True)
class Shares:
    """What equal shares choose: ``outcome`` bought with the shares, ``filled`` with what was left of the total."""

    prepared: Prepared
    outcome: Outcome
    filled: tuple[str, ...]

    @property
    def winners(self) -> tuple[str, ...]:
        return (*self.outcome.winners, *self.filled)


def equal_shares(election: Election, seed: str, *, completion: str = "add1") -> Shares:
    """Count ``election``; ``completion`` is "add1", or "none" to leave the money that the shares leave."""
    prepared = Prepared(election, seed)
    if not election.ballots:
        return Shares(prepared, Outcome(Fraction(0), (), (), (), 1), ())
    start = Fraction(election.total, len(election.ballots))
    outcome = prepared.count(start)
    if completion == "none":
        return Shares(prepared, outcome, ())
    endowment = _raised(prepared, outcome, int(start))
    if endowment > start:
        outcome = prepared.count(Fraction(endowment))
    steps = greedy(election, seed, already=outcome.winners)
    return Shares(prepared, outcome, tuple(step.project for step in steps if step.chosen))


def _raised(prepared: Prepared, outcome: Outcome, endowment: int) -> int:
    """Return the last whole endowment whose purchases the total pays; ``endowment`` itself if none is better.

    The raises are whole units from the whole part of the first share on. Where the purchases are provably the same for
    many raises, they are passed at once.
    """
    election = prepared.election
    screen = screen_of()
    proven = screen(prepared).winners if screen else _never
    number_of = {name: number for number, name in enumerate(prepared.names)}
    if _is_exhausted(prepared, map(number_of.__getitem__, outcome.winners)):
        return endowment
    stride, failures = 1, 0
    while True:
        bought = proven(endowment + 1, endowment + stride) if stride > 1 else None
        if bought is None and stride > 1:
            stride, failures = max(stride // 4, 1), failures + 1
            continue
        passed = stride
        if bought is None:
            bought = proven(endowment + 1, endowment + 1)
        if bought is None:
            exact = prepared.count(Fraction(endowment + 1))
            bought = tuple(map(number_of.__getitem__, exact.winners))
        if sum(prepared.cost[number] for number in bought) > election.total:
            return endowment
        if _is_exhausted(prepared, bought):
            return endowment + 1
        endowment += passed
        # After failures, longer strides are tried more rarely.
        stride = stride * 2 if stride > 1 or endowment % (1 + min(failures, 16)) == 0 else 1


@cache
def screen_of() -> "type[Screen] | None":
    """Return what passes many raises at once. It brings numpy, which takes long to load: only who counts pays for it."""
    try:
        from ideas.counting.screening import Screen
    except ImportError:  # without numpy: the same result, later
        return None
    return Screen


def _never(lowest: int, highest: int) -> tuple[int, ...] | None:
    return None


def _is_exhausted(prepared: Prepared, bought: Iterable[int]) -> bool:
    """Say whether nothing that anybody wants would still fit."""
    chosen = set(bought)
    left = prepared.election.total - sum(prepared.cost[number] for number in chosen)
    return all(cost > left for number, cost in enumerate(prepared.cost) if number not in chosen)
