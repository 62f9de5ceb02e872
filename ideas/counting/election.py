"""What is counted: projects with their costs, and ballots that say how much each project is worth to somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256


class Kind(StrEnum):
    """How people vote, by the names of the Pabulib format."""

    APPROVAL = "approval"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"


@dataclass(frozen=True, slots=True)
class Project:
    """Something that can be chosen. ``cost`` in whole units of the currency, at least one."""

    id: str
    cost: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person said: points by project id, each at least one (an approved project has one)."""

    id: str
    points: Mapping[str, int]


@dataclass(frozen=True)
class Election:
    """``total``: the money there is, in whole units. ``meta``: what a file says beyond what is counted."""

    total: int
    projects: Sequence[Project]
    ballots: Sequence[Ballot]
    kind: Kind = Kind.APPROVAL
    meta: Mapping[str, str] = field(default_factory=dict)

    def utility(self, project: Project, points: int) -> int:
        """Return what ``project`` is worth to whoever gave it ``points``.

        With approval ballots, its cost (as the cities that use equal shares do): an approved project is worth the
        money that it brings, and the method then asks the lowest price for each unit of it. With points, the points.
        """
        return project.cost if self.kind is Kind.APPROVAL else points

    @cached_property
    def by_id(self) -> dict[str, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def votes(self) -> dict[str, int]:
        """How many ballots name each project."""
        counts = dict.fromkeys(self.by_id, 0)
        for ballot in self.ballots:
            for name in ballot.points:
                counts[name] += 1
        return counts

    @cached_property
    def points(self) -> dict[str, int]:
        """The sum of the points of each project; with approval ballots, the approvals."""
        sums = dict.fromkeys(self.by_id, 0)
        for ballot in self.ballots:
            for name, points in ballot.points.items():
                sums[name] += points
        return sums


def tie_key(seed: str, project_id: str) -> str:
    """Return what decides between equals: the smaller one goes first.

    ``seed`` is frozen with the rules before anybody votes, so nobody can choose the order after the votes are known;
    and anybody can compute it: it is the SHA-256 of ``seed|id``, in hexadecimal.
    """
    return sha256(f"{seed}|{project_id}".encode()).hexdigest()
