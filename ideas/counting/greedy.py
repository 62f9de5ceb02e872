"""What most places do: the most wanted first, as long as the money lasts. Kept to compare with."""

from collections.abc import Collection
from dataclasses import dataclass

from ideas.counting.election import Election, tie_key


@dataclass(frozen=True, slots=True)
class Step:
    """One project that the greedy rule looked at, and the money that there was at that moment."""

    project: str
    chosen: bool
    money: int


def greedy(election: Election, seed: str, *, already: Collection[str] = ()) -> list[Step]:
    """Go through the projects by their points (approvals), most first; take each that the rest of the money pays.

    Equals are ordered by the seed. A project that nobody wants is not taken. ``already``: what was chosen before and
    has used its part of the money.
    """
    left = election.total - sum(election.by_id[name].cost for name in already)
    order = sorted(
        (p for p in election.projects if p.id not in set(already) and election.points[p.id] > 0),
        key=lambda project: (-election.points[project.id], tie_key(seed, project.id)),
    )
    steps = []
    for project in order:
        chosen = project.cost <= left
        steps.append(Step(project.id, chosen, left))
        if chosen:
            left -= project.cost
    return steps
