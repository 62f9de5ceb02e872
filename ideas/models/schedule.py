"""When a campaign has what open, as ``Campaign.schedule`` keeps it: computed from the clock, so always on time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ideas.models.acts import Act

if TYPE_CHECKING:
    from ideas.models.phase import Phase


@dataclass(frozen=True)
class Span:
    """One phase as the schedule keeps it: open from ``opens`` (included) to ``closes`` (not included; ``None``: no end)."""

    opens: datetime
    closes: datetime | None
    acts: frozenset[str]
    title: str = ""

    @property
    def act_labels(self) -> "list[Any]":
        return [act.label for act in Act if act in self.acts]

    def holds(self, at: datetime) -> bool:
        return self.opens <= at and (self.closes is None or at < self.closes)


def spans_of(schedule: list[Any]) -> list[Span]:
    """Read ``[[iso_open, iso_close_or_null, [acts], title], …]``, earliest first."""
    return [
        Span(datetime.fromisoformat(opens), datetime.fromisoformat(closes) if closes else None, frozenset(acts), *title)
        for opens, closes, acts, *title in schedule
    ]


def schedule_of(phases: "Iterable[Phase]") -> list[Any]:
    """Return what ``Campaign.schedule`` keeps of ``phases``: instants in UTC, earliest first."""
    return [
        [_utc(phase.opens_at), _utc(phase.closes_at) if phase.closes_at else None, sorted(phase.acts), phase.title]
        for phase in sorted(phases, key=lambda phase: phase.opens_at)
    ]


def last_close(spans: list[Span], act: Act) -> datetime | None:
    """Return when ``act`` closes for good; ``None`` if nothing opens it, or nothing ends it."""
    ends = [span.closes for span in spans if act in span.acts]
    return None if not ends or None in ends else max(end for end in ends if end)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
