"""Campaigns for tests: published, with one phase that is open now unless said otherwise."""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ideas.models import Act, Campaign, Phase
from ideas.models.schedule import schedule_of
from intranet.accounts.models import Audience, Department

ALL_ACTS = tuple(Act.values)
# Whether campaigns hide their tally when nothing is said; the sweep of hidden tallies sets it.
all_hidden: ContextVar[bool] = ContextVar("all_hidden", default=False)
Stretch = tuple[timedelta | datetime, timedelta | datetime | None, Iterable[str]]


def make_campaign(
    slug: str = "autumn",
    *,
    acts: Iterable[str] = ALL_ACTS,
    phases: list[Stretch] | None = None,
    participants: Iterable[Department] = (),
    hidden: bool | None = None,
    **said: Any,
) -> Campaign:
    """Return a published campaign with one phase that opens ``acts``, from yesterday for ten days.

    ``phases``: (opens, closes, acts) instead, each moment as a date or as a distance from now. Nothing is stamped nor
    frozen yet: call ``campaign.open_voting(by=None)`` or ``clock.tick()``.
    """
    now = timezone.now()
    rules = dict(said.pop("settings", {}))
    if hidden or (hidden is None and all_hidden.get()):
        rules["hidden"] = "until_close"
    fields = {
        "title": "Autumn ideas",
        "theme": "What would make winter easier?",
        "published_at": now - timedelta(days=2),
    }
    campaign = Campaign.objects.create(slug=slug, settings=rules, **{**fields, **said})
    if departments := list(participants):
        campaign.participants.set(departments)
        campaign.taking_part = Audience.objects.for_departments(departments)
        campaign.audience = campaign.taking_part if campaign.only_participants_see else None
    stretches = phases if phases is not None else [(timedelta(days=-1), timedelta(days=9), acts)]
    made = [
        Phase.objects.create(
            campaign=campaign,
            order=number,
            title=f"Phase {number + 1}",
            opens_at=_at(opens, now),
            closes_at=None if closes is None else _at(closes, now),
            acts=sorted(opened),
        )
        for number, (opens, closes, opened) in enumerate(stretches)
    ]
    campaign.schedule = schedule_of(made)
    campaign.tally_hidden_until = campaign.hidden_until(campaign.visible_rules())
    campaign.save()
    return campaign


def _at(moment: timedelta | datetime, now: datetime) -> datetime:
    return now + moment if isinstance(moment, timedelta) else moment
