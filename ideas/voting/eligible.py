"""Which ideas a vote is about."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from ideas.counting.pabulib import MOST_MONEY
from ideas.models import Campaign, Idea, Method, Rulebook, Status

if TYPE_CHECKING:
    from intranet.accounts.models import User

# No longer a proposal of the contest: what was given to it is given back.
GONE = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.MERGED, Status.SPLIT})


def standing(campaign: Campaign, rulebook: Rulebook | None) -> QuerySet[Idea]:
    """Return the ideas of the contest as it stands: where costs decide, those that ``rulebook`` froze with their cost."""
    ideas = Idea.objects.filter(campaign=campaign, is_hidden=False).exclude(status__in=GONE)
    if (rulebook.rules.get("method") if rulebook else campaign.method) == Method.BUDGET:
        ideas = ideas.filter(cost__gte=1, cost__lte=MOST_MONEY)
        if rulebook is not None and "costs" in rulebook.rules:
            ideas = ideas.filter(pk__in=[int(pk) for pk in rulebook.rules["costs"]])
    return ideas


def on_ballot(campaign: Campaign, user: "User") -> QuerySet[Idea]:
    """Return the ideas that ``user`` finds on the ballot."""
    return Idea.objects.visible_to(user).filter(pk__in=standing(campaign, campaign.rulebook).values("pk"))
