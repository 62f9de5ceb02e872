"""How attention is shared out: pure arithmetic, no database. The site and ``benchmarks/fairness`` run this very code.

**Discover** is successive sampling: at each place of the list, an idea comes next with a chance in proportion to its
*tickets*, among those that did not come yet (Plackett–Luce; what Efraimidis and Spirakis 2006 do by exponential keys).
It is drawn once a day for everyone: all tickets are shuffled onto a circle, a person starts somewhere on it and walks;
of an idea met twice, the first meeting counts. So a page is a range of an index, whatever the number of ideas.

**Promising** is Thompson sampling (Thompson 1933; Chapelle and Li 2011): supports per viewer are a coin whose chance is
believed to be Beta distributed; each idea draws from its belief, the highest draw comes first.

**Bridging** is the support in the department that supports least, shrunken towards the idea's own rate.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# The prior of support per viewer weighs as much as this many viewers; its mean is what the campaign's ideas get together.
PRIOR_VIEWERS = 12
# … and this, while hardly anybody looked at anything.
PRIOR_RATE = 0.15
# In a department, the idea's own rate weighs as much as this many viewers.
BRIDGE_VIEWERS = 8
# A department of fewer people is pooled with the other small ones: its rate would be a person's opinion.
SMALLEST_DEPARTMENT = 5
# An idea counts as seen all over once this many departments (or all, if there are fewer) have seen it.
DEPARTMENTS = 3
MOST_TICKETS = 8
# Once around the circle. Whole numbers, so that comparing places is exact in every database.
AROUND = 2**40
STARTS = 256
HANDS = 8


@dataclass(frozen=True)
class Standing:
    """What is known of an idea: people who saw it and who support it, and both by department."""

    idea: int
    viewers: int = 0
    supports: int = 0
    seen_by: Mapping[int, int] = field(default_factory=dict)
    supported_by: Mapping[int, int] = field(default_factory=dict)

    def is_served(self, guaranteed: int, departments: int = DEPARTMENTS) -> bool:
        """Say whether the idea had its guaranteed viewers, from as many departments as it takes."""
        return self.viewers >= guaranteed and len(self.seen_by) >= departments


@dataclass(frozen=True)
class Ticket:
    """A place on the circle, in [0, ``AROUND``), and how far back the same idea's ticket before it is (all around, if it is the only one)."""

    idea: int
    at: int
    gap: int


@dataclass(frozen=True)
class Prior:
    """Beta(alpha, beta): what is believed of an idea that nobody saw."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)


def prior_of(standings: Iterable[Standing]) -> Prior:
    """Return the prior that all ideas of a campaign share: their common rate, at the weight of ``PRIOR_VIEWERS``."""
    viewers = supports = 0
    for standing in standings:
        viewers += max(standing.viewers, standing.supports)
        supports += standing.supports
    mean = (supports + PRIOR_RATE * PRIOR_VIEWERS) / (viewers + PRIOR_VIEWERS)
    mean = min(max(mean, 0.01), 0.99)
    return Prior(mean * PRIOR_VIEWERS, (1 - mean) * PRIOR_VIEWERS)


def expected(standing: Standing, prior: Prior) -> float:
    """Return the support per viewer that is to be expected of the idea: the mean of the belief about it."""
    viewers = max(standing.viewers, standing.supports)
    return (standing.supports + prior.alpha) / (viewers + prior.alpha + prior.beta)


def drawn(standing: Standing, prior: Prior, seed: str) -> float:
    """Draw from the belief about the idea; the same ``seed`` draws the same."""
    viewers = max(standing.viewers, standing.supports)
    generator = random.Random(f"{seed}/{standing.idea}")  # noqa: S311 (a fair order, no secret)
    return generator.betavariate(standing.supports + prior.alpha, viewers - standing.supports + prior.beta)


def tickets_of(standings: Sequence[Standing], guaranteed: int, departments: int = DEPARTMENTS) -> dict[int, int]:
    """Return how many tickets each idea has: the more, the less it was seen beside the others; never none.

    An idea without its guaranteed viewers, or that fewer than ``departments`` departments saw, has the more tickets the
    more it lacks. Once it is served it keeps one, and gets some back when it falls behind what the others have.
    """
    if not standings:
        return {}
    middle = sum(standing.viewers for standing in standings) / len(standings)
    aim = max(middle, guaranteed)
    found: dict[int, int] = {}
    for standing in standings:
        lacking = max(aim - standing.viewers, 0) / aim if aim else 0.0
        tickets = 1 + round((MOST_TICKETS - 1) * lacking)
        if len(standing.seen_by) < departments and not standing.is_served(guaranteed, departments):
            tickets = max(tickets, 2)
        found[standing.idea] = tickets
    least = min(found.values())
    return {idea: max(round(tickets / least), 1) for idea, tickets in found.items()}


def circle(tickets: Mapping[int, int], seed: str) -> list[Ticket]:
    """Shuffle all tickets onto the circle, evenly spaced: every ticket is first for as many starts as any other.

    The tickets of one idea stand about evenly around it, so that no start meets an idea late by bad luck.
    """
    drawn_at: list[tuple[float, int]] = []
    for idea, count in tickets.items():
        generator = random.Random(f"{seed}/{idea}")  # noqa: S311 (a fair order, no secret)
        drawn_at += [((number + generator.random()) / count, idea) for number in range(count)]
    drawn_at.sort()
    total = len(drawn_at)
    return _with_gaps([(idea, (2 * rank + 1) * AROUND // (2 * total)) for rank, (_at, idea) in enumerate(drawn_at)])


def _with_gaps(places: list[tuple[int, int]]) -> list[Ticket]:
    last = dict(places)  # each idea's last ticket, which is the one before its first
    found = []
    for idea, at in places:
        gap = at - last[idea]
        found.append(Ticket(idea, at, gap if gap > 0 else gap + AROUND))
        last[idea] = at
    return found


def joining(idea: int, tickets: int, seed: str) -> list[Ticket]:
    """Return the tickets of an idea that comes when the circle is drawn already: about evenly around it."""
    generator = random.Random(f"{seed}/{idea}")  # noqa: S311 (a fair order, no secret)
    places = sorted({int((number + generator.random()) / tickets * AROUND) for number in range(tickets)})
    return _with_gaps([(idea, at) for at in places])


def walk(tickets: Sequence[Ticket], start: int) -> list[int]:
    """Return the ideas in the order in which somebody who starts at ``start`` meets them; the plain way, for tests and simulation."""
    onward = [ticket for ticket in tickets if ticket.at >= start] + [ticket for ticket in tickets if ticket.at < start]
    return list(dict.fromkeys(ticket.idea for ticket in onward))


def start_of(person: int, day: str) -> int:
    """Return where on the circle a person starts that day: one of ``STARTS`` places, so that lists can be shared."""
    return _number("start", person, day) % STARTS * (AROUND // STARTS)


def hand_of(person: int, day: str) -> int:
    """Return which of the day's draws of Promising a person gets."""
    return _number("hand", person, day) % HANDS


def bridging(standing: Standing, prior: Prior, sizes: Mapping[int, int]) -> float:
    """Return the support per viewer in the least supportive department, shrunken; ``sizes``: people by department.

    With s of v viewers of a department supporting, and p the expected rate of the idea, the department's rate is
    (s + m·p) / (v + m), m = ``BRIDGE_VIEWERS``: few viewers say little (empirical Bayes, Efron and Morris 1975). The least
    of them counts (Rawls' maximin; Polis' group-informed consensus multiplies instead, Small et al. 2021). A department that saw nothing has no say.
    """
    own = expected(standing, prior)
    seen, given = _pooled(standing.seen_by, sizes), _pooled(standing.supported_by, sizes)
    rates = [
        (given[group] + BRIDGE_VIEWERS * own) / (max(seen[group], given[group]) + BRIDGE_VIEWERS)
        for group in seen.keys() | given.keys()
    ]
    return min(rates, default=own)


def _pooled(counts: Mapping[int, int], sizes: Mapping[int, int]) -> Counter[int]:
    """Join the departments under ``SMALLEST_DEPARTMENT`` people under one number, 0."""
    found: Counter[int] = Counter()
    for department, count in counts.items():
        found[department if sizes.get(department, 0) >= SMALLEST_DEPARTMENT else 0] += count
    return found


def _number(*parts: object) -> int:
    return int.from_bytes(hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest())
