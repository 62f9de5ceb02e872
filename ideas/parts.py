"""Where the parts of the ideas' room add to the pages of an idea and of a campaign, without being imported."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from ideas.models import Campaign, Idea
    from intranet.accounts.models import User

IDEA_PLACES = ("head", "actions", "body", "foot", "aside", "menu")
CAMPAIGN_PLACES = ("head", "main", "aside")


@dataclass(frozen=True)
class IdeaPart:
    """What a part shows on the page of an idea or campaign: a template, what it needs (as ``part``), where in the row."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True)
class CampaignTab:
    """A further page in the menu of a campaign; the smallest ``order`` comes first."""

    label: str
    url: str
    order: int = 100


@dataclass(frozen=True)
class LifePoint:
    """A point that a part of the room adds to the line of an idea's life: when, in which words, where one reads more."""

    at: datetime
    words: str
    url: str = ""


def idea_points(idea: "Idea", user: "User") -> "list[LifePoint]":
    """Return what parts add to the line of life of ``idea`` for ``user``: service ``idea.life``, without a query more than
    their ``idea.parts`` make."""
    return [point for answer in registry.ask("idea.life", idea, user) for point in answer]


@dataclass(frozen=True)
class FormPart:
    """What a part shows above the form of an idea. ``initial`` takes the place of what the form would hold.

    ``number`` and ``kept_at``: ``initial`` is a copy of the person's own unsent text (see the tag ``draft``).
    """

    template: str
    context: dict[str, Any]
    initial: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    kept_at: datetime | None = None


def idea_parts(idea: "Idea", user: "User") -> dict[str, list[IdeaPart]]:
    """Return what is added to the page of ``idea``, by place (``IDEA_PLACES``).

    A part answers the service ``idea.parts``: ``fn(idea, user)`` gives pairs of a place and an ``IdeaPart``, with one
    query at the most, better none. Only for who may read the text.
    """
    return _by_place(IDEA_PLACES, registry.ask("idea.parts", idea, user))


def campaign_parts(campaign: "Campaign", user: "User") -> dict[str, list[IdeaPart]]:
    """The same for the page of a campaign: service ``campaign.parts``, places ``CAMPAIGN_PLACES``."""
    return _by_place(CAMPAIGN_PLACES, registry.ask("campaign.parts", campaign, user))


def campaign_tabs(campaign: "Campaign", user: "User") -> list[CampaignTab]:
    """Return the pages of a campaign that parts add to its menu: service ``campaign.tabs``, (label, url, order)."""
    return _tabs(registry.ask("campaign.tabs", campaign, user))


def managing_tabs(campaign: "Campaign") -> list[CampaignTab]:
    """Return what parts add to the pages on which a campaign is managed: service ``campaign.managing``, likewise."""
    return _tabs(registry.ask("campaign.managing", campaign))


def _tabs(answers: Iterable[Any]) -> list[CampaignTab]:
    tabs = [tab if isinstance(tab, CampaignTab) else CampaignTab(*tab) for answer in answers for tab in answer]
    return sorted(tabs, key=lambda tab: tab.order)


def _by_place(places: tuple[str, ...], answers: Iterable[Any]) -> dict[str, list[IdeaPart]]:
    found: dict[str, list[IdeaPart]] = {place: [] for place in places}
    for answer in answers:
        for place, part in answer:
            found[place].append(part)
    return {place: sorted(parts, key=lambda part: part.order) for place, parts in found.items()}
