"""Who may open a map, vote, add a statement; in words where one may not."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import policies, why_not
from ideas.models.acts import Act
from ideas.opinions.models import OpinionMap, Statement

if TYPE_CHECKING:
    from ideas.models import Campaign
    from intranet.accounts.models import User

MOST_AN_HOUR = 10


def can_open(user: "User", campaign: "Campaign") -> bool:
    return policies.can_manage_campaigns(user)


def why_not_vote(user: "User", opinion_map: OpinionMap) -> str:
    """Return why ``user`` cannot vote or add a statement now; "" when they can.

    It is a way to listen, not the campaign's vote: open whenever ideas are submitted, discussed or voted on.
    """
    campaign = opinion_map.campaign
    if not opinion_map.is_open:
        return _("This opinion map is closed: what was found stays to read.")
    if not policies.takes_part(user, campaign):
        return why_not.not_yours()
    if any(campaign.allows(act) for act in (Act.SUBMIT, Act.DISCUSS, Act.SUPPORT)):
        return ""
    return why_not.why_not(Act.DISCUSS, campaign)


def why_not_add(user: "User", opinion_map: OpinionMap) -> str:
    """Return why ``user`` cannot add a statement though they may vote: too many at once. One query."""
    since = timezone.now() - timedelta(hours=1)
    if Statement.objects.filter(map=opinion_map, author=user, created_at__gte=since).count() >= MOST_AN_HOUR:
        return _("You added %(count)d statements within the hour. Vote on those of others first, then come back.") % {
            "count": MOST_AN_HOUR
        }
    return ""
