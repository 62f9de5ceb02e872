"""How attention meets the rest of the site."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from ideas.attention import orders, parts, why
from ideas.attention.counting import count_impressions
from ideas.attention.drawing import is_due, place_again
from ideas.attention.models import Attention, Impression
from ideas.attention.tasks import draw_orders
from ideas.models import Idea
from intranet.contributions.registry import registry
from intranet.contributions.worker import Periodic

if TYPE_CHECKING:
    from intranet.contributions.models import Activity

_EVERY = 300
# After each of these an idea waits for attention, or does so no more.
_MOVES = (
    "idea.submitted",
    "idea.imported",
    "idea.status_changed",
    "idea.answered",
    "idea.withdrawn",
    "idea.merged",
    "idea.unmerged",
    "idea.split",
    "idea.unsplit",
    "idea.closed",
    "contribution.hidden",
    "contribution.restored",
)
_CAMPAIGN_MOVES = ("campaign.phase_opened", "campaign.phase_closed")


def register() -> None:
    registry.provide("ideas.orders", orders.offered)
    registry.provide("ideas.default_order", orders.default_order)
    registry.provide("ideas.why_here", why.why_here)
    registry.provide("ideas.read_along", lambda: why.read_along)
    registry.provide("idea.parts", parts.sight)
    registry.provide("idea.bridging", bridging_of)
    registry.provide("periodic", lambda: Periodic("ideas-attention", _EVERY, work))
    registry.handle("idea.supported", whoever_supports_has_seen)
    for verb in _MOVES:
        registry.handle(verb, place_target)
    for verb in _CAMPAIGN_MOVES:
        registry.handle(verb, place_campaign)


def bridging_of(ideas: Iterable[int]) -> dict[int, float] | None:
    """Return {idea id: bridging} as the list orders by it; ``None`` unless each of ``ideas`` was counted with viewers."""
    wanted = set(ideas)
    rows = Attention.objects.filter(idea__in=wanted, viewers__gt=0).values_list("idea", "bridging")
    found = dict(rows)
    return found if wanted and len(found) == len(wanted) else None


def work() -> None:
    """Count what was seen; if it is a new day, have its orders drawn beside the other tasks, for it takes a while."""
    count_impressions()
    if is_due():
        draw_orders.enqueue()


def whoever_supports_has_seen(activity: "Activity") -> None:
    """Count a supporter among the viewers, wherever they met the idea: supports per viewer stay below one."""
    if (
        isinstance(activity.target, Idea)
        and activity.actor is not None
        and activity.actor_id != activity.target.author_id
    ):
        Impression.objects.note(activity.actor, [activity.target.pk], day=timezone.localdate(activity.at))


def place_target(activity: "Activity") -> None:
    """Place again the idea, and those that were joined into it or came out of it."""
    if isinstance(activity.target, Idea):
        near = Q(pk=activity.target.pk) | Q(merged_into=activity.target.pk) | Q(split_from=activity.target.pk)
        place_again(Idea.objects.filter(near).values_list("pk", flat=True))


def place_campaign(activity: "Activity") -> None:
    if activity.target is not None:
        place_again(Idea.objects.filter(campaign=activity.target.pk).values_list("pk", flat=True))
