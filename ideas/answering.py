"""The answer clock: until when somebody owes the next word about an idea, and who."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ideas.models.campaign import Campaign
    from ideas.models.schedule import Span
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


def follow_phases(campaign: "Campaign", before: "list[Span]") -> int:
    """Have the dues that the clock set from phases follow them, now that ``campaign`` has others; return how many moved.

    What somebody set by hand stays. What would be late by the move alone is counted from now. Its owner is reminded
    again before the new day. Called under the lock of the campaign's row.
    """
    from ideas.models import Idea
    from ideas.models.status import UNDECIDED

    wait, now = timedelta(days=campaign.answer_days), timezone.now()
    opened = {span.opens for span in before if DECIDE in span.acts}
    owed = Idea.objects.locked().filter(campaign=campaign, status__in=UNDECIDED, answer_due_at__isnull=False)
    moved = []
    rows = owed.select_related("last_decision").only(
        "created_at", "answer_due_at", "last_decision", "last_decision__at"
    )
    for idea in rows.order_by("pk"):
        assert idea.answer_due_at is not None
        asked = idea.last_decision.at if idea.last_decision else idea.created_at
        start = idea.answer_due_at - wait
        if start not in opened and abs(start - asked) > timedelta(minutes=1):
            continue
        due = due_from(campaign, asked)
        due = due if due > now else now + wait
        if abs(due - idea.answer_due_at) > timedelta(minutes=1):
            idea.answer_due_at, idea.answer_reminded_at, idea.answer_overdue_at = due, None, None
            moved.append(idea)
    Idea.objects.bulk_update(moved, ["answer_due_at", "answer_reminded_at", "answer_overdue_at"], batch_size=400)
    return len(moved)


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
