"""A company that looks at ideas: what each is worth, who comes when, how people look at a list and when they support.

What is assumed (and may be argued with): 200 ideas come over the first 80 % of a campaign of 30 days, most of them early.
An idea has one true worth, the chance that a colleague who reads it supports it; departments differ from it a little.
1,200 people of 12 departments make 3,000 visits. A visitor reads from the top and goes on to the next card with a chance of
88 % (a mean of 8 cards), knows again what they saw, and is more easily won by what many support: a card that shows as
much support as the most supported one has a quarter better chances (Muchnik, Aral and Taylor 2013).
"""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

IDEAS = 200
PEOPLE = 1200
DEPARTMENTS = 12
VISITS = 3000
DAYS = 30
GOES_ON = 0.88
LOOKS_AT_MOST = 40
INFLUENCE = 0.25
TASTE = 0.25


@dataclass
class Seen:
    """What happened to one idea so far."""

    idea: int
    came: float
    viewers: int = 0
    supports: int = 0
    supported_at: list[float] = field(default_factory=list)
    seen_by: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    supported_by: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True)
class Moment:
    """When somebody opens the list: the time in days, who, and the ideas that are there."""

    now: float
    person: int
    ideas: list[Seen]


Order = Callable[[Moment], list[int]]


@dataclass
class World:
    """One campaign, the same for every order that is tried on it: only what people are shown differs."""

    seed: int

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        self.worth = [chance.betavariate(2, 8) for _idea in range(IDEAS)]
        self.came = sorted(DAYS * 0.8 * chance.random() ** 1.5 for _idea in range(IDEAS))
        chance.shuffle(self.worth)
        self.taste = [[1 + chance.uniform(-TASTE, TASTE) for _idea in range(IDEAS)] for _d in range(DEPARTMENTS)]
        self.department = [int(DEPARTMENTS * chance.random() ** 1.3) for _person in range(PEOPLE)]
        # Some come every week, many once.
        keen = [chance.paretovariate(1.3) for _person in range(PEOPLE)]
        times = sorted(chance.uniform(0, DAYS) for _visit in range(VISITS))
        self.visits = list(zip(times, chance.choices(range(PEOPLE), keen, k=VISITS), strict=True))

    def run(self, order: Order) -> list[Seen]:
        """Let everybody visit; ``order`` says what each is shown. Return what became of the ideas."""
        chance = random.Random(self.seed + 1)
        ideas = [Seen(idea, came) for idea, came in enumerate(self.came)]
        knows: dict[int, set[int]] = defaultdict(set)
        most = 1
        for now, person in self.visits:
            present = [idea for idea in ideas if idea.came <= now]
            shown = order(Moment(now, person, present)) if present else []
            for number in shown[:LOOKS_AT_MOST]:
                idea, department = ideas[number], self.department[person]
                if number not in knows[person]:
                    knows[person].add(number)
                    idea.viewers += 1
                    idea.seen_by[department] += 1
                    likes = self.worth[number] * self.taste[department][number]
                    if chance.random() < likes * (1 + INFLUENCE * idea.supports / most):
                        idea.supports += 1
                        idea.supported_at.append(now)
                        idea.supported_by[department] += 1
                        most = max(most, idea.supports)
                if chance.random() > GOES_ON:
                    break
        return ideas
