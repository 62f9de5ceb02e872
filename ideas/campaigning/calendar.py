"""The phases of campaigns: on one page by month, and as calendar files (RFC 5545)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from ideas.campaigning.page import Countdown, countdown, stretches
from ideas.models import Campaign
from ideas.models.schedule import Span

if TYPE_CHECKING:
    import icalendar

    from intranet.accounts.models import User


@dataclass(frozen=True)
class Line:
    """One phase of one campaign. ``countdown`` where it is what the clock does next there."""

    campaign: Campaign
    span: Span
    state: str
    countdown: Countdown | None = None


@dataclass
class Agenda:
    """``now``: what is open, the soonest to close first. ``months``: (first day, lines), those to come or those past."""

    now: list[Line] = field(default_factory=list)
    months: list[tuple[date, list[Line]]] = field(default_factory=list)
    has_past: bool = False


def agenda_for(user: "User", *, past: bool = False) -> Agenda:
    """Return the phases that ``user`` may know of: what is open and what comes, or (``past``) what is over. One query."""
    now = timezone.now()
    campaigns = Campaign.objects.visible_to(user).defer("about", "rules").order_by("pk")
    lines = [line for campaign in campaigns if not campaign.is_open_box for line in _lines(campaign, now)]
    found = Agenda(has_past=any(line.state == "past" for line in lines))
    wanted = sorted((line for line in lines if line.state == ("past" if past else "coming")), key=_opens, reverse=past)
    found.months = [(month, list(group)) for month, group in groupby(wanted, key=_month)]
    if not past:
        found.now = sorted((line for line in lines if line.state == "now"), key=_closes)
    return found


def _lines(campaign: Campaign, now: datetime) -> list[Line]:
    """A countdown stands at the phase that is open, if it ends; between phases, at the one that opens next."""
    following, here = countdown(campaign, now), campaign.phase_at(now)
    counted = here or next((span for span in campaign.spans if following and span.opens == following.at), None)
    return [
        Line(campaign, one.span, one.state, following if one.span == counted else None)
        for one in stretches(campaign, now)
    ]


def _opens(line: Line) -> tuple[datetime, int]:
    return line.span.opens, line.campaign.pk


def _closes(line: Line) -> tuple[bool, datetime]:
    return line.span.closes is None, line.span.closes or line.span.opens


def _month(line: Line) -> date:
    return timezone.localtime(line.span.opens).date().replace(day=1)


def calendar_file(campaigns: "Iterable[Campaign]", *, name: str, address: "Callable[[Campaign], str]") -> bytes:
    """Return the ``.ics`` file: an event for each phase, in UTC, so that each calendar shows its reader's own hours.

    A phase without an end is the moment of its opening. ``address`` gives a campaign's full address.
    """
    import icalendar  # who asks for a calendar file waits for it to load, not every start of the site

    file = icalendar.Calendar()
    file.add("prodid", "-//Parvis//Campaigns//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    for campaign in campaigns:
        for event in _events(campaign, address(campaign)):
            file.add_component(event)
    return bytes(file.to_ical())


def _events(campaign: Campaign, url: str) -> "Iterable[icalendar.Event]":
    import icalendar

    for phase in campaign.phases.all():
        event = icalendar.Event()
        event.add("uid", f"phase-{phase.pk}@{url.split('/')[2]}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", phase.opens_at.astimezone(ZoneInfo("UTC")))
        event.add("dtend", (phase.closes_at or phase.opens_at + timedelta(minutes=30)).astimezone(ZoneInfo("UTC")))
        event.add("summary", f"{campaign}: {phase.title}")
        event.add("description", "\n".join([*(str(label) for label in phase.act_labels), url]))
        event.add("url", url)
        event.add("transp", "TRANSPARENT")
        yield event
