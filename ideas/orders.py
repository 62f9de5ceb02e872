"""In which orders a list of ideas can be read. Parts offer theirs by ``registry.provide("ideas.orders", fn)``."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import policies
from ideas.models import Campaign, Method
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from ideas.models import Idea, IdeaQuerySet
    from intranet.accounts.models import User

NEWEST = "new"


class Chain:
    """Several sets of rows, one after the other, of which a page can be cut; each is asked only if the page gets there."""

    def __init__(self, *parts: "QuerySet[Any]") -> None:
        self.parts = parts

    def __getitem__(self, asked: slice) -> list[Any]:
        skip, wanted = asked.start or 0, asked.stop - (asked.start or 0)
        found: list[Any] = []
        for part in self.parts:
            rows = list(part[skip : skip + wanted - len(found)])
            found += rows
            if len(found) >= wanted:
                break
            skip = 0 if rows or not skip else max(skip - part.count(), 0)
        return found


@dataclass(frozen=True)
class Order:
    """One way to read a list of ideas.

    ``apply(ideas, user, campaign)`` returns them in order, as something of which a page can be cut (a queryset or a
    ``Chain``); it sorts nothing that an index does not, for lists are long. ``label`` is what it is called.
    ``reveals``: it shows how the contest stands, and is not to be had while that is hidden; in a list over all
    campaigns it puts the ideas whose tally is hidden last, by what everybody knows. ``shared_by(user)`` tells apart the lists
    of people who may see the same.
    """

    key: str
    label: "str | Promise"
    apply: "Callable[[QuerySet[Idea], User, Campaign | None], Any]"
    reveals: bool = False
    shared_by: "Callable[[User], Hashable]" = lambda _user: ""
    place: int = 100


def newest(ideas: "QuerySet[Idea]", user: "User", campaign: Campaign | None) -> Any:
    return ideas.order_by("-created_at", "-pk")


def discussed(ideas: "QuerySet[Idea]", user: "User", campaign: Campaign | None) -> Any:
    ordered = ideas.filter(discussion__kind="idea")
    return ordered.order_by("-discussion__post_count", "-discussion__last_posted_at", "-discussion__pk")


def supported(ideas: "QuerySet[Idea]", user: "User", campaign: Campaign | None) -> Any:
    """Order by support as far as ``user`` may know it: where it is hidden, ideas follow the others, newest first."""
    if campaign is not None:
        return ideas.order_by(_total().desc(), "-pk")
    hidden = hides_tally()
    return Chain(ideas.exclude(hidden).order_by(_total().desc(), "-pk"), ideas.filter(hidden).order_by("-pk"))


def hides_tally() -> Q:
    """The ideas whose support nobody may know now, as ``policies.can_see_tally`` has it."""
    return Q(campaign__tally_hidden_until__isnull=False, campaign__tally_hidden_until__gt=timezone.now())


def _total() -> Any:
    return F("support_count") + F("imported_support_count")


OWN = (
    Order(NEWEST, _("Newest"), newest, place=30),
    Order("supported", _("Most supported"), supported, reveals=True, place=40),
    Order("discussed", _("Most discussed"), discussed, place=50),
)


def orders_for(user: "User", campaign: Campaign | None) -> dict[str, Order]:
    """Return the orders that ``user`` can choose for a list: of ``campaign``, or (``None``) of all ideas.

    Those by support are for campaigns in which one supports, and for what everybody may know of them.
    """
    hidden = campaign is not None and (
        campaign.method != Method.SUPPORT or not policies.can_see_contest(user, campaign)
    )
    offered = [*OWN, *(order for orders in registry.ask("ideas.orders") for order in orders)]
    return {
        order.key: order for order in sorted(offered, key=lambda order: order.place) if not (hidden and order.reveals)
    }


def default_order(user: "User", campaign: Campaign | None) -> str:
    """Return the order of a list when nobody chose one: what the first part says that has a say, or the newest first."""
    known = orders_for(user, campaign)
    return next((key for key in registry.ask("ideas.default_order", user, campaign) if key in known), NEWEST)


def with_what_orders_know(ideas: "IdeaQuerySet") -> "IdeaQuerySet":
    """Read along with the rows of a list what the parts need to say ``why_here``."""
    for along in registry.ask("ideas.read_along"):
        ideas = along(ideas)
    return ideas


def why_here(ideas: "list[Idea]", user: "User") -> dict[int, str]:
    """Return, by id, in a few words why an idea stands where it does, as far as ``user`` may know."""
    found: dict[int, str] = {}
    for answers in registry.ask("ideas.why_here", ideas, user):
        found |= answers
    return found
