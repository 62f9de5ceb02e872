"""Discover, Promising and Bridging: each a range of an index of the day's draw (see ``drawing``)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import policies
from ideas.attention import arithmetic
from ideas.attention.models import Draw, Place, Strand
from ideas.models import Act, Idea
from ideas.orders import Chain, Order, hides_tally
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from ideas.models import Campaign
    from intranet.accounts.models import User

DISCOVER, PROMISING, BRIDGING = "discover", "promising", "bridging"


class _Newest(TypedDict):
    newest: int | None


# With the newest idea of all, which tells whether some have no place yet.
_latest = Compiled(
    lambda: Draw.objects.annotate(newest=Subquery(Idea.objects.order_by("-pk").values("pk")[:1])).order_by("-number")[
        :1
    ]
)


def discover(ideas: "QuerySet[Idea]", user: "User", campaign: "Campaign | None") -> Any:
    """Walk the day's circle from a start of one's own; what came in the last moments is first, what is closed last."""
    drawn = _latest.first()
    if drawn is None:
        return ideas.order_by("-pk")
    start = _start(user)
    met_first = {"places__at__gte": start, "places__gap__gt": F("places__at") - start}
    walked = _strand(ideas, drawn, Strand.DISCOVER, campaign, Q(**met_first))
    return Chain(*_newcomers(ideas, drawn), walked)


def promising(ideas: "QuerySet[Idea]", user: "User", campaign: "Campaign | None") -> Any:
    """One of the day's draws of the support to be expected of a viewer; what is hidden or closed comes after."""
    drawn = _latest.first()
    if drawn is None:
        return ideas.order_by("-pk")
    hidden = Q(pk=None) if campaign else hides_tally()
    met_first, is_beyond = Q(places__gap__gt=F("places__at")), Q(places__at__gte=2 * arithmetic.AROUND)
    return Chain(
        _strand(ideas if campaign else ideas.exclude(hidden), drawn, Strand.HAND + _hand(user), campaign, Q()),
        _strand(ideas, drawn, Strand.DISCOVER, campaign, (hidden & met_first) | is_beyond),
        *_newcomers(ideas, drawn),
    )


def bridging(ideas: "QuerySet[Idea]", user: "User", campaign: "Campaign | None") -> Any:
    """By the support of the department that supports least, as the worker last found it."""
    unknown = Q(attention=None) if campaign else Q(attention=None) | hides_tally()
    known = ideas.filter(attention__campaign=campaign.pk) if campaign else ideas.exclude(unknown)
    return Chain(known.order_by("-attention__bridging", "-attention__pk"), ideas.filter(unknown).order_by("-pk"))


def default_order(user: "User", campaign: "Campaign | None") -> str | None:
    """Discover until every idea of the phase had its guaranteed views, Promising from then on; over, the most supported."""
    if campaign is not None and not any(campaign.allows(act) for act in (Act.SUBMIT, Act.DISCUSS, Act.SUPPORT)):
        return "supported" if policies.can_see_contest(user, campaign) else DISCOVER
    drawn = _latest.first()
    if drawn is None:
        return DISCOVER
    terms = [drawn.campaigns.get(str(campaign.pk))] if campaign else list(drawn.campaigns.values())
    served = all(term and term["served"] for term in terms)
    hidden = campaign is not None and not policies.can_see_contest(user, campaign)
    return PROMISING if terms and served and not hidden else DISCOVER


def offered() -> Iterable[Order]:
    """Answer ``ideas.orders``: the orders that share attention fairly."""
    return (
        Order(DISCOVER, _("Discover"), discover, shared_by=_start, place=10),
        Order(PROMISING, _("Promising"), promising, reveals=True, shared_by=_hand, place=20),
        Order(BRIDGING, _("Bridging"), bridging, reveals=True, place=60),
    )


def _strand(
    ideas: "QuerySet[Idea]", drawn: Draw, strand: int, campaign: "Campaign | None", which: Q
) -> "QuerySet[Idea]":
    """Return ``ideas`` in the order of a strand. One ``filter()``, so that all of it speaks of the same place."""
    within = {"places__campaign": campaign.pk} if campaign else {}
    return ideas.filter(which, places__draw=drawn.number, places__strand=strand, **within).order_by("places__at")


def _newcomers(ideas: "QuerySet[Idea]", drawn: "WithAnnotations[Draw, _Newest]") -> "list[QuerySet[Idea]]":
    """The ideas that the worker has not placed yet: those of the last second, or more while no worker runs."""
    if drawn.newest is None or drawn.newest <= drawn.upto:
        return []
    placed = Place.objects.filter(draw=drawn.number, idea=OuterRef("pk"))
    return [ideas.filter(~Exists(placed), pk__gt=drawn.upto).order_by("-pk")]


def _start(user: "User") -> int:
    return arithmetic.start_of(user.pk, _today())


def _hand(user: "User") -> int:
    return arithmetic.hand_of(user.pk, _today())


def _today() -> str:
    return timezone.localdate().isoformat()
