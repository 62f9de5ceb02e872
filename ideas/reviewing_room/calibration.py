"""How far forecasts came true.

A forecast is settled by the outcome of the month it was made for. The *Brier score* is the mean of (chance − what
happened)², what happened being 1 or 0: 0 is perfect, 0.25 is what "fifty-fifty" every time earns (Brier, 1950). The
*reliability table* puts forecasts of about the same chance together and says how many came true. A range is meant to hold
the outcome four times out of five.

With few forecasts all of this is chance: nothing is said under ``FEWEST``, nor of a line of the table under ``FEWEST_IN_A_LINE``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import F

from ideas.reviewing_room.models import Forecast

if TYPE_CHECKING:
    from intranet.accounts.models import User

FEWEST = 10
FEWEST_IN_A_LINE = 3
WIDTH = 20  # percent points of a line of the table


@dataclass(frozen=True)
class Settled:
    """A forecast whose outcome is known."""

    probability: int
    low: Decimal
    high: Decimal
    value: Decimal
    reached: bool


@dataclass(frozen=True)
class Line:
    """Forecasts of a chance from ``low`` to ``high`` percent: their mean, and how many came true, in percent."""

    low: int
    high: int
    count: int
    foreseen: int | None
    happened: int | None


@dataclass(frozen=True)
class Calibration:
    count: int
    brier: Fraction | None = None
    within: int | None = None
    lines: tuple[Line, ...] = ()

    @property
    def is_enough(self) -> bool:
        return self.count >= FEWEST

    @property
    def missing(self) -> int:
        return max(FEWEST - self.count, 0)


def calibration(settled: Iterable[Settled]) -> Calibration:
    """Return the calibration of these forecasts; only their number while they are too few."""
    known = list(settled)
    if len(known) < FEWEST:
        return Calibration(len(known))
    brier = sum((Fraction(one.probability, 100) - one.reached) ** 2 for one in known) / len(known)
    within = sum(one.low <= one.value <= one.high for one in known)
    lines = tuple(_line(low, known) for low in range(0, 100, WIDTH))
    return Calibration(len(known), Fraction(brier), round(100 * within / len(known)), lines)


def _line(low: int, known: list[Settled]) -> Line:
    last = low + WIDTH >= 100
    here = [one for one in known if low <= one.probability < low + WIDTH or (last and one.probability == 100)]
    if len(here) < FEWEST_IN_A_LINE:
        return Line(low, low + WIDTH, len(here), None, None)
    foreseen = round(sum(one.probability for one in here) / len(here))
    happened = round(100 * sum(one.reached for one in here) / len(here))
    return Line(low, low + WIDTH, len(here), foreseen, happened)


def calibration_of(user: "User | None" = None) -> Calibration:
    """Return the calibration of the whole panel, or of ``user`` alone. One query."""
    rows = Forecast.objects.filter(
        measure__outcomes__months=F("measure__months"), measure__outcomes__value__isnull=False
    )
    if user is not None:
        rows = rows.filter(by=user.pk)
    columns = ("probability", "low", "high", "measure__outcomes__value", "measure__target", "measure__at_least")
    return calibration(
        Settled(probability, low, high, value, value >= target if at_least else value <= target)
        for probability, low, high, value, target, at_least in rows.values_list(*columns)
    )
