"""What equal shares buys for a whole range of endowments at once, where floats can prove it.

Raising the endowment by one unit at a time means counting hundreds of times, mostly with the same result. Here an
election is counted for all endowments between two at once: with more money for everybody and the same purchases before,
everybody has more at each moment and every price is lower. So the run with the smallest endowment and the run with the
largest one bound all those between. As long as the next purchase's highest price is below every other project's lowest
price (by more than floats can err), it is the next purchase for all of them.

``None`` means "not proven": the caller then counts exactly. Nothing here decides a result that exact numbers would not.
"""

import heapq
from typing import Any

import numpy as np

from ideas.counting.equal_shares import Prepared

# Sums here have at most some hundred thousand terms: their relative error stays below 1e-11. Ten times that is kept free.
_SLACK = 1e-10
_INFINITE = float("inf")
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Screen:
    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.places: list[np.ndarray[Any, np.dtype[np.int64]]] = []
        self.utility: list[Floats] = []
        self.weight: list[Floats] = []
        self.wanted: list[Floats] = []
        self.twins: list[object] = []  # equal for projects whose price is the same whatever happens
        for cost, wanting in zip(prepared.cost, prepared.supporters, strict=True):
            self.places.append(np.array([place for place, _, _ in wanting], dtype=np.int64))
            self.utility.append(np.array([utility for _, utility, _ in wanting], dtype=np.float64))
            self.weight.append(np.array([weight for _, _, weight in wanting], dtype=np.float64))
            self.wanted.append(self.utility[-1] * self.weight[-1])
            self.twins.append((cost, tuple(sorted(wanting))))
        # Whole numbers below 2⁵³ are exact as floats, and so are their sums.
        self.is_exact = max([*prepared.value, *prepared.cost, 0]) < 2**53

    def winners(self, lowest: int, highest: int) -> tuple[int, ...] | None:
        """Return what is bought, in order, the same for every whole endowment from ``lowest`` to ``highest``."""
        if not self.is_exact or highest >= 2**53:
            return None
        prepared = self.prepared
        low, high = (np.full(len(prepared.weights), float(amount)) for amount in (lowest, highest))
        tiny = highest * 1e-13
        heap = [(price * (1 - _SLACK), number) for number, price in enumerate(prepared.first_price)]
        heapq.heapify(heap)
        bought: list[int] = []
        while heap:
            found = self._next(heap, low, high)
            if found is None:
                return None
            number, cheap, dear = found
            if number < 0:
                break
            bought.append(number)
            places, utility = self.places[number], self.utility[number]
            rich = high[places] - cheap * utility
            poor = low[places] - dear * utility
            high[places] = np.where(rich > -tiny, np.maximum(rich, 0) + tiny, 0)  # exactly nothing, where certain
            low[places] = np.maximum(poor - tiny, 0)
        return tuple(bought)

    def _next(self, heap: list[tuple[float, int]], low: Floats, high: Floats) -> tuple[int, float, float] | None:
        """Return the next purchase with its lowest and highest price (-1: there is none); None if it is not certain."""
        best, cheap, dear = -1, _INFINITE, _INFINITE
        looked: list[tuple[float, int]] = []
        while heap and heap[0][0] <= dear:
            bound, number = heapq.heappop(heap)
            floor = self._price(number, high, bound, -1)
            if floor == _INFINITE:
                continue  # too dear even with the most money
            looked.append((floor, number))
            if floor > dear:
                continue
            ceiling = self._price(number, low, floor, 1)
            if best < 0 or ceiling < cheap:
                best, cheap, dear = number, floor, ceiling
            elif floor <= dear:
                first = self._first_of(best, number, low, high)
                if first is None:
                    return None
                if first == number:
                    best, cheap, dear = number, floor, ceiling
        if dear == _INFINITE and best >= 0:
            return None  # affordable for some endowments of the range only
        for floor, number in looked:
            if number == best:
                continue
            if floor <= dear and self._first_of(best, number, low, high) != best:
                return None
            heapq.heappush(heap, (floor, number))
        return best, cheap, dear

    def _price(self, number: int, money: Floats, bound: float, side: int) -> float:
        """Return a bound of ρ: from below (``side`` -1) or above (1). ``bound`` is below it."""
        cost, wanted, utility = self.prepared.cost[number], self.wanted[number], self.utility[number]
        has = money[self.places[number]]
        brings = has * self.weight[number]
        if float(brings.sum()) < cost * (1 + side * _SLACK):
            return _INFINITE
        rho, value = max(bound, 0.0), float(self.prepared.value[number])
        while True:
            out = has < utility * rho
            missing = cost - float(brings[out].sum())
            rest = value - float(wanted[out].sum())
            if rest <= 0 or missing <= 0:
                # All of them give all that they have, or nearly: the price is as good as unknown.
                return rho * (1 - _SLACK) if side < 0 else _INFINITE
            price = missing / rest
            if price <= rho * (1 + 1e-13):
                return max(price, rho) + side * _SLACK * (cost / rest + price)
            rho = price

    def _first_of(self, one: int, other: int, low: Floats, high: Floats) -> int | None:
        """Say which of two projects of nearly the same price comes first, where exact numbers can say it."""
        if self.twins[one] == self.twins[other]:
            return min(one, other)
        values = [self._value_of_the_able(number, low, high) for number in (one, other)]
        if values[0] is None or values[1] is None:
            return None
        cost = self.prepared.cost
        left, right = cost[one] * values[1], cost[other] * values[0]
        return one if (left, one) < (right, other) else other

    def _value_of_the_able(self, number: int, low: Floats, high: Floats) -> int | None:
        """Return by what the cost is divided if everybody either has nothing or can surely pay the price."""
        places = self.places[number]
        able = high[places] > 0
        value = int(self.wanted[number][able].sum())
        if not value:
            return None
        price = self.prepared.cost[number] / value * (1 + _SLACK)
        return value if bool((low[places][able] >= self.utility[number][able] * price).all()) else None
