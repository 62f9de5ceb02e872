"""The answer clock: until when somebody owes the next word about an idea, and who."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ideas.models.campaign import Campaign
    from intranet.accounts.models import User

DECIDE = "decide"
MOST_YEARS = 10


def due_from(campaign: "Campaign", at: datetime) -> datetime:
    """Return when an answer is due to an idea submitted (or back under review) at ``at``.

    Its campaign's ``answer_days`` later; where a phase says when one decides, counted from the opening of the next
    such phase, since nobody can answer before.
    """
    opens = [span.opens for span in campaign.spans if DECIDE in span.acts and span.opens > at]
    held = any(DECIDE in span.acts and span.holds(at) for span in campaign.spans)
    start = min(opens) if opens and not held else at
    return start + timedelta(days=campaign.answer_days)


def end_of(day: date | None) -> datetime | None:
    """Return the last moment of a day, where the site is; ``ValidationError`` for one that is past or far off."""
    if day is None:
        return None
    today = timezone.localdate()
    if day < today:
        raise ValidationError(_("This day is past."))
    if day > today + timedelta(days=366 * MOST_YEARS):
        raise ValidationError(_("This is too far off: %(years)d years at the most."), params={"years": MOST_YEARS})
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def first_owner(campaign: "Campaign") -> "User | None":
    """Return who answers the ideas of ``campaign`` unless somebody else takes them: its sponsor, if they may decide."""
    sponsor = campaign.sponsor
    return sponsor if sponsor is not None and sponsor.is_active and sponsor.has_perm("ideas.decide_idea") else None
