"""The Method of Equal Shares, with exact numbers.

Dominik Peters, Grzegorz Pierczyński, Piotr Skowron: "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021. Everybody gets the same share of the money. A project is ρ-affordable if those who want it can pay for it
together, each paying ρ for a unit of utility, or all that they have left if that is less:

    Σ_i min(money_i, ρ · utility_i) = cost

The project with the smallest ρ is bought, its supporters pay, and so on until nothing is affordable.

Made for speed, with the same result: money is whole numbers over one common denominator (no fractions in the inner
loop); ballots that say the same are one, with a weight; and as money only shrinks, ρ only grows, so what a project cost
last time it was looked at is a lower bound, and most are not looked at again in a round.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

from ideas.counting.election import Election, tie_key

# A float made from a quotient of whole numbers is off by a factor of 1 ± 2⁻⁵³; this is far more.
_DOWN, _UP = 1 - 1e-12, 1 + 1e-12


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project bought by the shares: ``rho`` is the price of a unit of utility that its supporters paid at most."""

    project: str
    rho: Fraction


@dataclass(frozen=True)
class Outcome:
    """What was bought, in order, with one endowment; and what each group of like ballots paid and kept, each.

    ``payments`` are (project, amount, its scale), ``money`` is in units of 1/``scale``: made into fractions when asked.
    """

    endowment: Fraction
    purchases: tuple[Purchase, ...]
    payments: tuple[Sequence[tuple[str, int, int]], ...]
    money: tuple[int, ...]
    scale: int

    @property
    def winners(self) -> tuple[str, ...]:
        return tuple(purchase.project for purchase in self.purchases)

    @cached_property
    def paid(self) -> tuple[Mapping[str, Fraction], ...]:
        """What each ballot of a group paid, by project."""
        return tuple({name: Fraction(*amount) for name, *amount in payments} for payments in self.payments)

    @cached_property
    def left(self) -> tuple[Fraction, ...]:
        """What each ballot of a group kept."""
        return tuple(Fraction(amount, self.scale) for amount in self.money)


class Prepared:
    """An election made ready to be counted many times with different endowments.

    ``groups``: like ballots, with ``weights``; ``group_of``: the group of each ballot, in the ballots' order.
    ``supporters``: for each project that somebody wants, (group, utility, weight).
    """

    def __init__(self, election: Election, seed: str) -> None:
        self.election = election
        places: dict[frozenset[tuple[str, int]], int] = {}
        self.weights: list[int] = []
        self.group_of: list[int] = []
        groups: list[Mapping[str, int]] = []
        for ballot in election.ballots:
            like = frozenset(ballot.points.items())
            place = places.setdefault(like, len(groups))
            if place == len(groups):
                groups.append(ballot.points)
                self.weights.append(0)
            self.weights[place] += 1
            self.group_of.append(place)
        # Decided once: equal prices are then settled by this order, wherever they occur.
        self.names = sorted(
            (p.id for p in election.projects if election.votes[p.id]), key=lambda name: tie_key(seed, name)
        )
        self.cost = [election.by_id[name].cost for name in self.names]
        index = {name: number for number, name in enumerate(self.names)}
        self.supporters: list[list[tuple[int, int, int]]] = [[] for _ in self.names]
        for place, points in enumerate(groups):
            for name, given in points.items():
                utility = election.utility(election.by_id[name], given)
                self.supporters[index[name]].append((place, utility, self.weights[place]))
        # Whoever has the least money for a unit of utility runs out first: compared by money × multiplier.
        self.multiple = [lcm(*{utility for _, utility, _ in wanting}) for wanting in self.supporters]
        self.value = [sum(utility * weight for _, utility, weight in wanting) for wanting in self.supporters]

    @cached_property
    def first_price(self) -> list[float]:
        """The price of a unit while nobody runs out of money: a lower bound of each project's ρ."""
        return [cost / value for cost, value in zip(self.cost, self.value, strict=True)]

    def count(self, endowment: Fraction) -> Outcome:
        """Run the method with ``endowment`` for each ballot."""
        scale = endowment.denominator
        money = [endowment.numerator] * len(self.weights)
        payments: list[list[tuple[str, int, int]]] = [[] for _ in self.weights]
        purchases: list[Purchase] = []
        heap = [(price * _DOWN, number) for number, price in enumerate(self.first_price)]
        heapq.heapify(heap)
        while heap:
            best: tuple[int, int, int] | None = None  # (number of the project, ρ's numerator, its denominator)
            ceiling = float("inf")
            looked: list[tuple[float, int]] = []
            while heap and heap[0][0] <= ceiling:
                number = heapq.heappop(heap)[1]
                found = self._price(number, money, scale)
                if found is None:
                    continue  # its supporters have too little, and will never have more
                price = found[0] / (found[1] * scale)
                looked.append((price * _DOWN, number))
                if best is None or (found[0] * best[2], number) < (best[1] * found[1], best[0]):
                    best = (number, *found)
                    ceiling = price * _UP
            if best is None:
                break
            number, above, below = best
            for entry in looked:
                if entry[1] != number:
                    heapq.heappush(heap, entry)
            factor = below // gcd(above, below)
            if factor > 1:
                money, scale, above = [amount * factor for amount in money], scale * factor, above * factor
            each = above // below  # what a unit of utility costs now, in units of 1/scale
            name = self.names[number]
            for place, utility, _weight in self.supporters[number]:
                pays = min(money[place], each * utility)
                if pays:
                    money[place] -= pays
                    payments[place].append((name, pays, scale))
            purchases.append(Purchase(name, Fraction(each, scale)))
        return Outcome(endowment, tuple(purchases), tuple(payments), tuple(money), scale)

    def _price(self, number: int, money: list[int], scale: int) -> tuple[int, int] | None:
        """Return ρ of a project as (numerator, denominator) in units of 1/scale; None if it is not affordable."""
        missing, rest, multiple = self.cost[number] * scale, self.value[number], self.multiple[number]
        able = sorted(
            (money[place] * (multiple // utility), place, utility, weight)
            for place, utility, weight in self.supporters[number]
            if money[place]
        )
        rest = sum(utility * weight for _, _, utility, weight in able)
        for richness, place, utility, weight in able:
            # money_i / utility_i ≥ missing / rest: from here on, everybody can pay the price.
            if richness * rest >= missing * multiple:
                return missing, rest
            missing -= money[place] * weight
            rest -= utility * weight
        return None
