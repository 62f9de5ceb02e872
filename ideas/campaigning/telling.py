"""Who hears what of a campaign, who is reminded, and what waits for a person on their home page."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import policies
from ideas.models import Act, Campaign, Elector, Idea, Method, Phase, Support
from ideas.models.campaign import OPEN_BOX
from ideas.why_not import moment
from intranet.accounts.models import User
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry
from intranet.contributions.shared import until_something_happens
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled
from intranet.notifications.models import Follow, Reason

if TYPE_CHECKING:
    from intranet.contributions.models import Activity

LOOK_EVERY = 60  # seconds
# What one can be late with; the rest is for those in charge, or for whoever likes.
_OWED = (Act.SUBMIT, Act.SUPPORT)


def followers(activity: "Activity") -> dict[int, str]:
    """Who follows the campaign, unless the change is an old one that a late clock did with the next."""
    campaign = activity.target
    if campaign is None or _is_past(activity):
        return {}
    return dict.fromkeys(Follow.objects.follower_ids(campaign), Reason.FOLLOW)


def those_who_vote(activity: "Activity") -> dict[int, str]:
    """The electorate of the vote that opened, and who follows the campaign."""
    campaign = activity.target
    if campaign is None or campaign.rulebook_id != activity.data.get("rulebook"):
        return {}
    electors = Elector.objects.filter(rulebook=campaign.rulebook_id).values_list("user_id", flat=True)
    return {**followers(activity), **dict.fromkeys(electors, Reason.TAKES_PART)}


def those_who_take_part(activity: "Activity") -> dict[int, str]:
    """Tell all who may take part in the campaign; nobody once it is over."""
    campaign = activity.target
    if campaign is None or campaign.is_over():
        return {}
    return dict.fromkeys(campaign.electorate().values_list("pk", flat=True), Reason.TAKES_PART)


def remind(now: datetime | None = None) -> int:
    """Have the phases that close soon recalled to those who have not acted, once each; return how many phases."""
    now = now or timezone.now()
    soon = Phase.objects.filter(reminded_at=None, opens_at__lte=now, closes_at__gt=now, campaign__ended_at=None)
    told = 0
    for phase in soon.filter(campaign__published_at__lte=now).select_related("campaign"):
        if _is_time(phase, now):
            with transaction.atomic():
                if Phase.objects.filter(pk=phase.pk, reminded_at=None).update(reminded_at=now):
                    acts = [act for act in _OWED if phase.opens(act)]
                    closes = phase.closes_at.isoformat() if phase.closes_at else ""
                    record(
                        "campaign.reminder", by=None, target=phase.campaign, phase=phase.pk, acts=acts, closes=closes
                    )
                    told += 1
    return told


def those_who_have_not_acted(activity: "Activity") -> dict[int, str]:
    """Return whom a reminder is for: who could do something in the phase and has done none of it. Each once, for all of it."""
    campaign = activity.target
    if campaign is None or campaign.is_over():
        return {}
    late: set[int] = set()
    for act in activity.data.get("acts", ()):
        if campaign.allows(act):
            late |= set(_who_may(act, campaign)) - acted(campaign, act)
    return dict.fromkeys(late, Reason.TAKES_PART)


def acted(campaign: Campaign, act: str) -> set[int]:
    """Return the ids of who did ``act`` in ``campaign``.

    Service ``campaign.acted``: ``fn(campaign, act)`` gives a queryset of one column, the id of a person, or ``None``
    for what is not its own.
    """
    answers = registry.ask("campaign.acted", campaign, act)
    return {pk for answer in answers if answer is not None for pk in answer if pk is not None}


def acted_here(campaign: Campaign, act: str) -> "QuerySet[Any, Any] | None":
    """Answer ``campaign.acted`` for what is done with ideas themselves: submitting, and supporting one each."""
    if act == Act.SUBMIT:
        return Idea.objects.filter(campaign=campaign).order_by().values_list("author_id", flat=True).distinct()
    if act == Act.SUPPORT and campaign.method == Method.SUPPORT:
        return Support.objects.filter(idea__campaign=campaign).values_list("user_id", flat=True).distinct()
    return None


_supported = Compiled(
    lambda user, campaigns: (
        Support.objects.filter(user=user, idea__campaign__in=campaigns).values_list("idea__campaign").distinct()
    )
)


def voted_here(user: "User", campaigns: list[Campaign]) -> set[int]:
    """Answer ``campaign.voted`` for campaigns where one supports ideas."""
    mine = frozenset(campaign.pk for campaign in campaigns if campaign.method == Method.SUPPORT)
    return {pk for (pk,) in _supported(user.pk, mine)} if mine else set()


_elected = Compiled(
    lambda user, rulebooks: Elector.objects.filter(user=user, rulebook__in=rulebooks).values_list("rulebook")
)


def waiting(user: "User") -> list[Waiting]:
    """Answer ``home.waiting``: the votes that are open to this person and that they have not taken part in."""
    running: list[Campaign] = until_something_happens("ideas.running", user, lambda: _running(user))
    rulebooks = frozenset(campaign.rulebook_id for campaign in running if campaign.rulebook_id)
    if rulebooks:
        elected = {pk for (pk,) in _elected(user.pk, rulebooks)}
        policies.know_electorates(user, {pk: pk in elected for pk in rulebooks})
    open_to_them = [campaign for campaign in running if policies.can_vote(user, campaign)]
    done = voted(user, open_to_them) if open_to_them else set()
    return [_line(campaign) for campaign in open_to_them if campaign.pk not in done]


def voted(user: "User", campaigns: list[Campaign]) -> set[int]:
    """Return in which of ``campaigns`` this person has taken part in the vote that is open.

    Service ``campaign.voted``: ``fn(user, campaigns)`` gives ids of those of its own kinds of vote; one query at the most.
    """
    return {pk for answer in registry.ask("campaign.voted", user, campaigns) for pk in answer}


def touched(activity: "Activity") -> list[tuple[str, list[int]]]:
    """Answer ``search.also``: what support weighs in the search changes as a tally is hidden or shown."""
    if activity.verb not in ("campaign.voting_opened", "campaign.voting_closed", "campaign.ended", "campaign.changed"):
        return []
    return [("idea", list(Idea.objects.filter(campaign=activity.target_id).values_list("pk", flat=True)))]


def _running(user: "User") -> list[Campaign]:
    rows = Campaign.objects.visible_to(user).running().exclude(slug=OPEN_BOX).defer("about", "rules")
    return [campaign for campaign in rows.order_by("pk") if campaign.schedule and not campaign.is_over()]


def _line(campaign: Campaign) -> Waiting:
    here = campaign.phase_at()
    closes = here.closes if here else None
    return Waiting(
        title=_("A vote waits for you"),
        detail=_("%(campaign)s · until %(when)s") % {"campaign": campaign, "when": moment(closes)}
        if closes
        else str(campaign),
        url=campaign.get_absolute_url(),
        icon="vote",
        at=here.opens if here else timezone.now(),
    )


def _who_may(act: str, campaign: Campaign) -> "QuerySet[Any, Any]":
    if act == Act.SUPPORT and campaign.rulebook_id:
        return Elector.objects.filter(rulebook=campaign.rulebook_id).values_list("user_id", flat=True)
    return campaign.electorate().values_list("pk", flat=True)


def _is_time(phase: Phase, now: datetime) -> bool:
    """Say whether it is so near its close: the campaign's days before, and never before its middle."""
    days, owed = phase.campaign.remind_days, any(phase.opens(act) for act in _OWED)
    if not days or not owed or phase.closes_at is None:
        return False
    middle = phase.opens_at + (phase.closes_at - phase.opens_at) / 2
    return now >= max(phase.closes_at - timedelta(days=days), middle)


def _is_past(activity: "Activity") -> bool:
    """Say whether the phase that ``activity`` says is open has closed since."""
    if activity.verb != "campaign.phase_opened":
        return False
    phase = Phase.objects.filter(pk=activity.data.get("phase")).first()
    return phase is None or phase.closed_at is not None or phase.opens(Act.SUPPORT)
