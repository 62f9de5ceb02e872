"""The phases of a campaign as a calendar file (RFC 5545)."""

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar
from django.utils import timezone

if TYPE_CHECKING:
    from ideas.models import Campaign


def calendar_file(campaign: "Campaign", *, url: str) -> bytes:
    """Return the ``.ics`` file: an event for each phase, in UTC, so that each calendar shows its reader's own hours.

    A phase without an end is the moment of its opening. ``url`` is the campaign's full address.
    """
    file = icalendar.Calendar()
    file.add("prodid", "-//Parvis//Campaigns//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", str(campaign))
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
        file.add_component(event)
    return bytes(file.to_ical())
