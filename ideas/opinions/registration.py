"""What the rest of the site knows of opinion maps."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ideas.models import Campaign
from ideas.opinions import mapping, policies
from ideas.opinions.models import OpinionMap, Statement
from intranet.contributions.registry import Kind, registry
from intranet.contributions.worker import Periodic

if TYPE_CHECKING:
    from intranet.accounts.models import User

MINUTE = 60.0

VERBS = {
    "opinions.opened": gettext_lazy("opened an opinion map"),
    "opinions.changed": gettext_lazy("changed the question of an opinion map"),
    "opinions.closed": gettext_lazy("closed an opinion map"),
    "statement.added": gettext_lazy("added a statement"),
}

STATEMENT = Kind(
    model=Statement,
    name="statement",
    label=pgettext_lazy("opinion map", "Statement"),
    label_plural=pgettext_lazy("opinion map", "Statements"),
    icon="message-square",
    card="ideas/opinions/_card.html",
    moderated=True,
    select=("author__department", "map__campaign"),
    order=27,
)


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(STATEMENT)
    registry.provide("campaign.tabs", tab)
    registry.provide("periodic", lambda: Periodic("opinion-maps", MINUTE, mapping.draw_stale))


def tab(campaign: Campaign, user: "User") -> list[tuple[str, str, int]]:
    """Answer ``campaign.tabs``: the map where there is one, and for who may open it. One query at the most."""
    if policies.can_open(user, campaign) or OpinionMap.objects.filter(campaign=campaign).exists():
        return [(_("Opinion map"), reverse("ideas:opinions:map", args=[campaign.slug]), 60)]
    return []
