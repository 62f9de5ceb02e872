"""The time in which the demo company lives: working days before now, and a clock that can be set back."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest import mock

from django.utils import timezone

HERE = zoneinfo.ZoneInfo("Europe/Paris")


class Calendar:
    """Turns "12 09:15" (twelve working days ago, a quarter past nine in Paris) into a moment.

    The content never names a date, so the company is as alive on the day it is loaded as on the day it was written.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        self._days = [self.now.astimezone(HERE).date()]

    def at(self, when: str) -> datetime:
        days, hour = when.split()
        return self.moment(int(days), time.fromisoformat(hour))

    def moment(self, days: int, hour: time) -> datetime:
        """Return ``hour`` of the day that is ``days`` working days before today; at least one, so never the future."""
        if days < 1:
            raise ValueError(f"the past of the demo begins one working day ago, not {days}")
        return datetime.combine(self._day(days), hour, tzinfo=HERE)

    def _day(self, days: int) -> date:
        while len(self._days) <= days:
            day = self._days[-1] - timedelta(days=1)
            while day.weekday() > 4:
                day -= timedelta(days=1)
            self._days.append(day)
        return self._days[days]


class _AnyDatetime(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, datetime)


class TimeMachine:
    """Answers ``timezone.now()`` with the moment it is set to, so that what verbs write is dated by when it happened.

    Only for one thread that does nothing else: the command that loads the demo. Some of what it writes can never be
    dated afterwards (the log of decisions covers its dates by a hash), and dates set by hand would miss some.
    """

    def __init__(self) -> None:
        self.moment = timezone.now()

    def set(self, moment: datetime) -> None:
        self.moment = moment

    @contextmanager
    def running(self) -> Iterator["TimeMachine"]:
        machine = self

        class Past(datetime, metaclass=_AnyDatetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]  # the same call, under another clock
                return machine.moment.astimezone(tz)

        with mock.patch.object(timezone, "datetime", Past):
            yield machine
