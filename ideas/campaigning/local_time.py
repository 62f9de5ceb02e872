"""Hours as the clocks of a place show them, on the days when the clocks change too."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

FIRST, SECOND = "1", "2"


class MissingHour(ValidationError):
    """The clocks go forward over this hour: nobody's clock ever shows it."""


class TwiceHour(ValidationError):
    """The clocks go back over this hour: it comes twice, and nobody said which."""


def instant(wall: datetime, zone: ZoneInfo, which: str = "") -> datetime:
    """Return the instant, in UTC, at which the clocks of ``zone`` show ``wall`` (naive).

    ``which`` chooses (``FIRST``, ``SECOND``) where the hour comes twice; else ``TwiceHour``. ``MissingHour`` where it
    never comes. Both say it in words, with the place.
    """
    words = {"day": date_format(wall, "DATE_FORMAT"), "hour": date_format(wall, "H:i"), "zone": place(zone)}
    early, late = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise MissingHour(
            _("On %(day)s the clocks go forward in %(zone)s: %(hour)s does not exist that day. Choose another hour."),
            params=words,
        )
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if which not in (FIRST, SECOND):
        raise TwiceHour(
            _("On %(day)s the clocks go back in %(zone)s: %(hour)s comes twice that day. Say which of the two."),
            params=words,
        )
    return (late if which == SECOND else early).astimezone(UTC)


def wall_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """Return what the clocks of ``zone`` show at ``at``, and which of the two hours it is ("" where there is one)."""
    local = at.astimezone(zone)
    wall = local.replace(tzinfo=None, fold=0)
    twice = wall.replace(tzinfo=zone, fold=0).utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset()
    return wall, (SECOND if local.fold else FIRST) if twice else ""


def place(zone: ZoneInfo) -> str:
    """Return the zone as people name it: “Paris”, of “Europe/Paris”."""
    return zone.key.rpartition("/")[2].replace("_", " ")
