"""A review on paper, for a committee: one idea a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from ideas.models import Idea
from ideas.reviewing_room.arguments import cases_of
from ideas.reviewing_room.past import past_of
from intranet.contributions.paper import drawn
from intranet.ui import theme

if TYPE_CHECKING:
    from ideas.reviewing_room.room import Place, Room

# A file holds this many ideas: it is drawn while the person waits, a second a dozen pages.
A_FILE = 20
# Similar ideas that a page has room for.
MOST_PAST = 3


def parts_of(count: int) -> list[tuple[int, int, int]]:
    """Return (number, first, last) of each file that a shortlist of ``count`` ideas takes."""
    return [
        (number, first + 1, min(first + A_FILE, count)) for number, first in enumerate(range(0, count, A_FILE), start=1)
    ]


def draw(room: "Room", part: int) -> bytes:
    """Return the ideas of file ``part`` (from 1) as PDF. ``NotPossible`` on a machine without Pango."""
    places = room.places[(part - 1) * A_FILE : part * A_FILE]
    html = str(render_to_string("ideas/reviewing_room/paper.html", _context(room, places)))
    sheet = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
    return drawn(html, sheet, user=room.user)


def _context(room: "Room", places: "list[Place]") -> dict[str, Any]:
    ids = [place.idea.pk for place in places]
    rows = Idea.objects.visible_to(room.user).select_related(
        "author__department", "official_answer__by", "last_decision__owner", "last_decision__reason"
    )
    full = rows.in_bulk(ids)
    cases = cases_of([place.entry for place in places], room.user)
    shown = [(place, full[place.idea.pk]) for place in places if place.idea.pk in full]
    return {
        "room": room,
        "pages": [
            (place, idea, cases[place.entry.pk], past_of(idea, room.user, most=MOST_PAST)) for place, idea in shown
        ],
        "site_name": settings.WAGTAIL_SITE_NAME,
        "theme": theme.current(),
        "today": timezone.localdate(),
        "LANGUAGE_CODE": get_language(),
        "base": settings.PARVIS_BASE_URL.rstrip("/"),
    }
