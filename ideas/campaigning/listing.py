"""The list of campaigns, in the order in which people look for them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ideas.campaigning.page import countdown
from ideas.models import Campaign, Idea

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass
class Campaigns:
    """Running (the soonest to close first), coming, past (the latest first), and those being prepared."""

    running: list[Campaign] = field(default_factory=list)
    coming: list[Campaign] = field(default_factory=list)
    past: list[Campaign] = field(default_factory=list)
    prepared: list[Campaign] = field(default_factory=list)
    box: Campaign | None = None


def campaigns_for(user: "User") -> Campaigns:
    """Return the campaigns that ``user`` may see, each with ``idea_count`` (theirs to see); one query."""
    theirs: Any = Idea.objects.visible_to(user).standing().filter(campaign=OuterRef("pk")).order_by().values("campaign")
    counted = Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0)
    rows = Campaign.objects.visible_to(user).annotate(idea_count=counted).select_related("sponsor")
    found = Campaigns()
    for campaign in rows.defer("about", "rules").order_by("-published_at", "-pk"):
        _place(found, campaign)
    found.running.sort(key=lambda campaign: (_end(campaign) is None, _end(campaign)))
    found.coming.sort(key=lambda campaign: campaign.spans[0].opens)
    found.past.sort(key=lambda campaign: campaign.ended_at or _end(campaign), reverse=True)
    return found


def _place(found: Campaigns, campaign: Any) -> None:
    if campaign.is_open_box:
        found.box = campaign
    elif campaign.published_at is None:
        found.prepared.append(campaign)
    elif campaign.is_over():
        found.past.append(campaign)
    elif campaign.is_coming():
        found.coming.append(campaign)
    else:
        campaign.countdown = countdown(campaign, timezone.now())
        found.running.append(campaign)


def _end(campaign: Campaign) -> Any:
    return campaign.spans[-1].closes if campaign.schedule else None
