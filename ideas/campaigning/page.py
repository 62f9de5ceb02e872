"""What the pages of a campaign share: its head, its menu, the bar of its phases, its countdown."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import policies
from ideas.campaigning.local_time import place
from ideas.models.acts import Act
from ideas.models.schedule import Span
from ideas.parts import CampaignTab, campaign_parts, campaign_tabs, managing_tabs
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from ideas.models import Campaign
    from intranet.accounts.models import User


@dataclass(frozen=True)
class Stretch:
    """A phase as the page shows it. ``state``: "past", "now" or "coming"."""

    span: Span
    state: str


@dataclass(frozen=True)
class Countdown:
    """What happens next, and when: a sentence that is right without a script, and the instant for the one that counts."""

    words: str
    at: datetime


def campaign_head(campaign: "Campaign", user: "User", *, current: str = "ideas") -> dict[str, Any]:
    """Return the context that ``ideas/campaigns/_head.html`` needs; two queries at the most beside the campaign's own."""
    now = timezone.now()
    manages = policies.can_manage_campaigns(user)
    return {
        "campaign": campaign,
        "stretches": stretches(campaign, now),
        "countdown": countdown(campaign, now),
        "participants": participants_of(campaign),
        "takes_part": policies.takes_part(user, campaign),
        "can_submit": policies.can_submit(user, campaign),
        "can_manage": manages,
        "is_over": campaign.is_over(now),
        "following": not campaign.is_open_box and Follow.objects.is_following(user, campaign),
        "tabs": tabs(campaign, user, current),
        "parts": campaign_parts(campaign, user),
        "place": place(campaign.zone),
    }


def stretches(campaign: "Campaign", now: datetime) -> list[Stretch]:
    """Return the spans of ``campaign`` in order, each past, open ``now``, or to come."""
    ended = campaign.ended_at is not None and campaign.ended_at <= now
    found = []
    for span in campaign.spans:
        past = ended or (span.closes is not None and span.closes <= now)
        found.append(Stretch(span, "past" if past else "now" if span.holds(now) else "coming"))
    return found


def countdown(campaign: "Campaign", now: datetime) -> Countdown | None:
    """Return what the clock will do next in ``campaign``, as a sentence with a place for the time left."""
    at = campaign.next_change(now) if campaign.is_published() else None
    if at is None:
        return None
    here = campaign.phase_at(now)
    if here is not None and here.closes == at:
        return Countdown(_("“%(title)s” closes") % {"title": here.title}, at)
    coming = next(span for span in campaign.spans if span.opens == at)
    return Countdown(_("“%(title)s” opens") % {"title": coming.title}, at)


def participants_of(campaign: "Campaign") -> list[str]:
    """Return the names of the departments that take part; [] for everyone, without a query."""
    if campaign.taking_part_id is None:
        return []
    return sorted(department.name for department in campaign.participants.all())


def tabs(campaign: "Campaign", user: "User", current: str = "", *, here: str = "") -> list[dict[str, Any]]:
    """Return the pages of ``campaign``, those of the other parts among them; ``here``: the address of the one that is shown."""
    own = [
        ("ideas", _("Ideas"), reverse("ideas:campaign", args=[campaign.slug]), 0),
        ("about", _("About"), reverse("ideas:campaign_about", args=[campaign.slug]), 20),
    ]
    if campaign.schedule:
        own.append(("calendar", _("Calendar"), reverse("ideas:campaign_calendar", args=[campaign.slug]), 30))
    if any(Act.SUPPORT in span.acts for span in campaign.spans):
        own.append(("rules", _("Rules of the vote"), reverse("ideas:campaign_rules", args=[campaign.slug]), 40))
    every = [(tab.order, tab.label, tab.url, tab.url == here) for tab in campaign_tabs(campaign, user)]
    every += [(order, label, url, key == current) for key, label, url, order in own]
    if campaign.is_open_box:
        return []
    return [
        {"label": label, "url": url, "current": is_here}
        for _order, label, url, is_here in sorted(every, key=lambda tab: tab[0])
    ]


def managing(campaign: "Campaign", here: str) -> list[dict[str, Any]]:
    """Return the pages on which ``campaign`` is managed. The open box has no calendar and no vote."""
    own = [CampaignTab(_("What it says"), reverse("ideas:campaign_edit", args=[campaign.slug]), 0)]
    if not campaign.is_open_box:
        own.append(CampaignTab(_("Phases"), reverse("ideas:campaign_phases", args=[campaign.slug]), 10))
        own.append(CampaignTab(_("Vote"), reverse("ideas:campaign_voting", args=[campaign.slug]), 20))
    every = sorted([*own, *managing_tabs(campaign)], key=lambda tab: tab.order)
    return [{"label": tab.label, "url": tab.url, "current": tab.url == here} for tab in every]
