"""What happens when a phase of a campaign opens or closes, done once by whichever process looks first.

That something is open is decided by ``Campaign.schedule`` at each request. Here each change is stamped, the rules are
frozen as voting opens, and an activity is recorded, whose handlers do the rest (they tell people, tally, publish).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ideas.models import Act, Campaign, Phase
from intranet.contributions.models.activity import record
from intranet.live.publishing import publish

if TYPE_CHECKING:
    from intranet.accounts.models import User

EVERY = 1  # seconds


def topic_of(campaign_id: int) -> str:
    return f"campaign.{campaign_id}"


def tick(at: datetime | None = None) -> int:
    """Do every change that is due; return how many. One query when nothing is. A late look does all it missed, in order."""
    now = at or timezone.now()
    due = Phase.objects.filter(_due(now), campaign__published_at__isnull=False, campaign__ended_at=None)
    return sum(catch_up(pk, now) for pk in sorted(set(due.order_by().values_list("campaign_id", flat=True))))


def catch_up(campaign_id: int, now: datetime) -> int:
    """Do the changes of one campaign that are due, earliest first, in one transaction under its row's lock."""
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign_id).first()
        if campaign is None or campaign.ended_at is not None:
            return 0
        changes = sorted(_changes(campaign.phases.filter(_due(now)), now), key=lambda change: change[:2])
        for at, _order, phase, opening in changes:
            (_open if opening else _close)(campaign, phase, at, now)
        if changes:
            publish(topic_of(campaign.pk), {"kind": "campaign"})
    return len(changes)


def _due(now: datetime) -> Q:
    return Q(opened_at=None, opens_at__lte=now) | Q(closed_at=None, closes_at__lte=now)


def _changes(phases: Iterable[Phase], now: datetime) -> Iterator[tuple[datetime, int, Phase, bool]]:
    # Of two changes at the same instant, the closing of the one phase comes before the opening of the other.
    for phase in phases:
        if phase.opened_at is None:
            yield phase.opens_at, 1, phase, True
        if phase.closed_at is None and phase.closes_at is not None and phase.closes_at <= now:
            yield phase.closes_at, 0, phase, False


def _open(campaign: Campaign, phase: Phase, at: datetime, now: datetime, by: "User | None" = None) -> None:
    phase.opened_at = now
    phase.save(update_fields=["opened_at"])
    record("campaign.phase_opened", by=by, target=campaign, phase=phase.pk, title=phase.title, acts=phase.acts)
    if phase.opens(Act.SUPPORT) and campaign.voting_halted_at is None:
        campaign.open_voting(by=None, at=now)


def _close(campaign: Campaign, phase: Phase, at: datetime, now: datetime) -> None:
    phase.closed_at = now
    phase.save(update_fields=["closed_at"])
    record("campaign.phase_closed", by=None, target=campaign, phase=phase.pk, title=phase.title, acts=phase.acts)
    more = campaign.phases.filter(closed_at=None).exclude(pk=phase.pk)
    if phase.opens(Act.SUPPORT) and not any(other.opens(Act.SUPPORT) for other in more):
        campaign.close_voting(by=None, at=now)
        campaign.leave_stopped()
