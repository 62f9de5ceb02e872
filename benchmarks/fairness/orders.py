"""The orders that are compared. ``Ours`` calls what the site calls; the others are the formulas of other software."""

import bisect
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.fairness.world import Moment, Seen
from ideas.attention import arithmetic as ours

_SECONDS = 86_400
# The author supports their own idea at once there, as these sites have it.
_OWN = 1


def most_supported(moment: Moment) -> list[int]:
    return [seen.idea for seen in sorted(moment.ideas, key=lambda seen: (-seen.supports, -seen.came))]


def newest(moment: Moment) -> list[int]:
    return [seen.idea for seen in sorted(moment.ideas, key=lambda seen: -seen.came)]


def reddit(moment: Moment) -> list[int]:
    """log10 of the votes, plus a point for each 12.5 hours of being younger."""

    def hot(seen: Seen) -> float:
        return math.log10(max(seen.supports + _OWN, 1)) + seen.came * _SECONDS / 45_000

    return [seen.idea for seen in sorted(moment.ideas, key=hot, reverse=True)]


def fider(moment: Moment) -> list[int]:
    """(5 · votes of thirty days − 1) / (age in hours + 2) ^ 1.4; nobody comments here."""

    def trending(seen: Seen) -> float:
        recent = sum(1 for at in seen.supported_at if at > moment.now - 30) + _OWN
        return (5 * recent - 1) / ((moment.now - seen.came) * 24 + 2) ** 1.4

    return [seen.idea for seen in sorted(moment.ideas, key=trending, reverse=True)]


@dataclass
class Shuffled:
    """Anew for each person and day."""

    seed: int

    def __call__(self, moment: Moment) -> list[int]:
        ideas = [seen.idea for seen in moment.ideas]
        random.Random(f"{self.seed}/{moment.person}/{int(moment.now)}").shuffle(ideas)
        return ideas


@dataclass
class Ours:
    """Discover until every idea had its guaranteed views, then Promising: drawn once a day, as the site's worker does."""

    seed: int
    guaranteed: int = 30
    day: int = -1
    circle: list[ours.Ticket] = field(default_factory=list)
    hands: list[list[tuple[float, int]]] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)
    all_served: bool = False
    newcomer: int = 1
    prior: ours.Prior = field(default_factory=lambda: ours.prior_of([]))

    def __call__(self, moment: Moment) -> list[int]:
        if int(moment.now) != self.day:
            self._draw(moment)
        for seen in moment.ideas:
            if seen.idea not in self.placed:
                self._join(seen.idea)
        day = f"{self.seed}/{self.day}"
        if self.all_served:
            return [idea for _draw, idea in self.hands[ours.hand_of(moment.person, day)]]
        return ours.walk(self.circle, ours.start_of(moment.person, day))

    def _draw(self, moment: Moment) -> None:
        """Draw the day's orders, as the worker does after midnight."""
        self.day = int(moment.now)
        standings = standings_of(moment.ideas)
        self.placed = {standing.idea for standing in standings}
        self.all_served = all(standing.is_served(self.guaranteed) for standing in standings)
        self.circle = ours.circle(ours.tickets_of(standings, self.guaranteed), f"{self.seed}/{self.day}")
        self.newcomer = ours.tickets_of([*standings, ours.Standing(-1)], self.guaranteed)[-1]
        self.prior = ours.prior_of(standings)
        self.hands = [[] for _hand in range(ours.HANDS)]
        for standing in standings:
            self._deal(standing)

    def _join(self, idea: int) -> None:
        """Let an idea join that came during the day."""
        self.placed.add(idea)
        self.circle += ours.joining(idea, self.newcomer, f"{self.seed}/{self.day}")
        self.circle.sort(key=lambda ticket: ticket.at)
        self._deal(ours.Standing(idea))

    def _deal(self, standing: ours.Standing) -> None:
        for number, hand in enumerate(self.hands):
            bisect.insort(hand, (-ours.drawn(standing, self.prior, f"{self.seed}/{self.day}/{number}"), standing.idea))


def standings_of(ideas: Sequence[Seen]) -> list[ours.Standing]:
    return [
        ours.Standing(seen.idea, seen.viewers, seen.supports, dict(seen.seen_by), dict(seen.supported_by))
        for seen in ideas
    ]


def by_support(ideas: Sequence[Seen]) -> dict[int, float]:
    """The final order of the other software: supports, the earlier idea first among equals."""
    return {seen.idea: seen.supports - seen.came / 1e6 for seen in ideas}


def by_expected(ideas: Sequence[Seen]) -> dict[int, float]:
    """Our final order: the support per viewer that is to be expected."""
    standings = standings_of(ideas)
    prior = ours.prior_of(standings)
    return {standing.idea: ours.expected(standing, prior) for standing in standings}
