"""Why a project was chosen or not, and where each voter's share went: exact, so that the parts sum to the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ideas.counting.completion import Shares
from ideas.counting.election import Election


class Why(StrEnum):
    """Why a project is not chosen."""

    UNWANTED = "unwanted"  # on no ballot
    TOO_DEAR = "too_dear"  # costs more than the whole total
    SHARES_SPENT = "shares_spent"  # its supporters' shares had gone to other projects, or were too few
    NO_ROOM = "no_room"  # the money left at its turn did not pay for it


@dataclass(frozen=True, slots=True)
class Loss:
    """``had``: the money there was for it (its supporters' rest, or what was left of the total); it costs ``cost``."""

    project: str
    why: Why
    cost: int
    had: Fraction

    @property
    def missing(self) -> Fraction:
        return max(Fraction(0), self.cost - self.had)


@dataclass(frozen=True, slots=True)
class Receipt:
    """``share`` = the sum of ``paid`` + ``left``, exactly. ``equal_part``: what it was before it was raised."""

    equal_part: Fraction
    share: Fraction
    paid: Mapping[str, Fraction]
    left: Fraction


def receipt_of(shares: Shares, place: int) -> Receipt:
    """Return the receipt of the ballot at ``place`` of the election's ballots."""
    election, group = shares.prepared.election, shares.prepared.group_of[place]
    outcome = shares.outcome
    equal_part = Fraction(election.total, len(election.ballots))
    return Receipt(equal_part, outcome.endowment, outcome.paid[group], outcome.left[group])


def losses_of_shares(shares: Shares) -> list[Loss]:
    """Say for each project that equal shares do not choose what its supporters had left at the end."""
    prepared, election = shares.prepared, shares.prepared.election
    wanting = dict(zip(prepared.names, prepared.supporters, strict=True))
    chosen, left = set(shares.winners), shares.outcome.left
    losses = []
    for project in election.projects:
        if project.id in chosen:
            continue
        had = sum((left[place] * weight for place, _, weight in wanting.get(project.id, ())), Fraction(0))
        losses.append(Loss(project.id, _why(election, project.id, Why.SHARES_SPENT), project.cost, had))
    return losses


def losses_of_greedy(election: Election, moments: Mapping[str, int]) -> list[Loss]:
    """Say for each project that the greedy rule passed by what was left then (``moments``: money by project)."""
    return [
        Loss(project.id, _why(election, project.id, Why.NO_ROOM), project.cost, Fraction(moments.get(project.id, 0)))
        for project in election.projects
        if project.id in moments or not election.points[project.id]
    ]


def _why(election: Election, name: str, otherwise: Why) -> Why:
    if not election.points[name]:
        return Why.UNWANTED
    return Why.TOO_DEAR if election.by_id[name].cost > election.total else otherwise
