"""Strengths from comparisons of two at a time (Bradley and Terry 1952), with intervals.

The odds that i is preferred to j are strength_i / strength_j. The strengths are found by the MM algorithm (Hunter 2004,
"MM algorithms for generalized Bradley–Terry models"). A weak prior (each item has half a win and half a loss against an
item of strength one) keeps an item that always won or was never shown finite. An equal counts as half a win for each.
Intervals come from the information matrix of the log strengths at the maximum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt

# Two-sided 95 %.
_Z = 1.959963984540054
_PRIOR = 0.5


@dataclass(frozen=True, slots=True)
class Strength:
    """``log_strength`` around 0, with its 95 % interval; ``share``: how often it would win against an average item."""

    item: int
    log_strength: float
    low: float
    high: float
    shown: int

    @property
    def share(self) -> float:
        return 1 / (1 + exp(-self.log_strength))


def strengths(items: Sequence[int], wins: Mapping[tuple[int, int], float]) -> list[Strength]:
    """Return the strengths, strongest first (equals by item).

    ``wins[(i, j)]``: how often i was preferred to j; an equal is 0.5 for each direction.
    """
    place = {item: number for number, item in enumerate(items)}
    size = len(items)
    won = [_PRIOR] * size
    met: list[dict[int, float]] = [{} for _ in items]
    for (winner, loser), times in wins.items():
        if winner == loser or winner not in place or loser not in place or times <= 0:
            continue
        one, other = place[winner], place[loser]
        won[one] += times
        met[one][other] = met[one].get(other, 0) + times
        met[other][one] = met[other].get(one, 0) + times
    power = _maximum(won, met)
    errors = _standard_errors(power, met)
    level = sum(map(log, power)) / size if size else 0.0
    found = []
    for n, item in enumerate(items):
        value, width = log(power[n]) - level, _Z * errors[n]
        found.append(Strength(item, value, value - width, value + width, round(sum(met[n].values()))))
    return sorted(found, key=lambda strength: (-strength.log_strength, strength.item))


def is_settled(order: Sequence[Strength]) -> bool:
    """Say whether no interval overlaps that of its neighbour: more comparisons would hardly change the order."""
    return all(better.low > worse.high for better, worse in pairwise(order))


def _maximum(won: list[float], met: list[dict[int, float]]) -> list[float]:
    power = [1.0] * len(won)
    for _ in range(10_000):
        largest = 0.0
        for n, times_by_other in enumerate(met):
            faced = 2 * _PRIOR / (power[n] + 1)
            faced += sum(times / (power[n] + power[other]) for other, times in times_by_other.items())
            new = won[n] / faced
            largest = max(largest, abs(log(new / power[n])))
            power[n] = new
        if largest < 1e-9:
            break
    return power


def _standard_errors(power: list[float], met: list[dict[int, float]]) -> list[float]:
    """Return how unsure each log strength is *against the average of all*: the common level says nothing of the order.

    With C the inverse of the information matrix (positive definite by the prior), the variance of θ_i − mean(θ) is
    C_ii − 2 · mean of row i + mean of C.
    """
    size = len(power)
    information = [[0.0] * size for _ in range(size)]
    for n, times_by_other in enumerate(met):
        information[n][n] += 2 * _PRIOR * power[n] / (power[n] + 1) ** 2
        for other, times in times_by_other.items():
            variance = times * power[n] * power[other] / (power[n] + power[other]) ** 2
            information[n][n] += variance
            information[n][other] -= variance
    covariance = _inverse(information)
    rows = [sum(row) / size for row in covariance]
    mean = sum(rows) / size if size else 0.0
    return [sqrt(max(covariance[n][n] - 2 * rows[n] + mean, 0.0)) for n in range(size)]


def _inverse(matrix: list[list[float]]) -> list[list[float]]:
    """Return the inverse of a symmetric positive definite matrix, by its Cholesky factor."""
    size, lower = len(matrix), _cholesky(matrix)
    columns = []
    for n in range(size):
        solution = [0.0] * size
        for row in range(n, size):
            rest = (1.0 if row == n else 0.0) - sum(lower[row][k] * solution[k] for k in range(n, row))
            solution[row] = rest / lower[row][row]
        for row in reversed(range(size)):
            rest = solution[row] - sum(lower[k][row] * solution[k] for k in range(row + 1, size))
            solution[row] = rest / lower[row][row]
        columns.append(solution)
    return columns


def _cholesky(matrix: list[list[float]]) -> list[list[float]]:
    size = len(matrix)
    lower = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            rest = matrix[row][column] - sum(lower[row][k] * lower[column][k] for k in range(column))
            lower[row][column] = sqrt(max(rest, 1e-300)) if row == column else rest / lower[column][column]
    return lower
