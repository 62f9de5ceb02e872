"""What the rest of the site knows of votes."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ideas.models import Act, Campaign, Idea
from ideas.voting import audit, casting, closing, parts
from ideas.voting.eligible import GONE
from ideas.voting.models import Ballot
from intranet.contributions.registry import registry
from intranet.contributions.worker import Periodic
from intranet.core.compiled import Compiled
from intranet.notifications.models import Follow, Reason
from intranet.notifications.rules import notify

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User
    from intranet.contributions.models import Activity

DAY = 24 * 3600


def register() -> None:
    registry.declare_verb("vote.cast", _("voted"))
    registry.declare_verb("vote.returned", _("gets back what lay on an idea that left the vote"))
    registry.declare_verb("campaign.costs_set", _("set what ideas cost"))
    registry.declare_verb("campaign.result_published", _("has its result"))
    registry.handle("campaign.voting_closed", closing.on_voting_closed)
    registry.handle("campaign.ended", closing.on_campaign_ended)
    registry.handle("idea.*", give_back_what_left)
    registry.provide("campaign.parts", parts.of_campaign)
    registry.provide("campaign.tabs", parts.tabs_of_campaign)
    registry.provide("campaign.acted", acted)
    registry.provide("campaign.voted", voted)
    registry.provide("campaign.managing", parts.managing_tabs)
    registry.provide("ideas.form_parts", parts.above_the_form)
    registry.provide("idea.ballot", parts.ballot_of)
    registry.provide("idea.parts", parts.of_idea)
    registry.provide("periodic", lambda: Periodic("votes-audit", DAY, audit.audit))
    notify("vote.returned", to=those_who_gave)
    notify("campaign.result_published", to=those_who_follow)


def acted(campaign: Campaign, act: str) -> "QuerySet[Any, Any] | None":
    """Answer ``campaign.acted``: who has a ballot in the vote that is open."""
    if act != Act.SUPPORT or campaign.method not in parts.FILLED_IN:
        return None
    ballots = Ballot.objects.filter(rulebook__campaign=campaign, rulebook__closed_at=None, spent__gt=0)
    return ballots.order_by().values_list("voter_id", flat=True)


_filled_in = Compiled(
    lambda user, campaigns: Ballot.objects.filter(
        voter=user, rulebook__campaign__in=campaigns, rulebook__closed_at=None, spent__gt=0
    ).values_list("rulebook__campaign")
)


def voted(user: "User", campaigns: list[Campaign]) -> set[int]:
    """Answer ``campaign.voted``: where this person has a ballot in the vote that is open."""
    mine = frozenset(campaign.pk for campaign in campaigns if campaign.method in parts.FILLED_IN)
    return {pk for (pk,) in _filled_in(user.pk, mine)} if mine else set()


def give_back_what_left(activity: "Activity") -> None:
    """Give tokens, approvals and points back as soon as an idea is merged, withdrawn or declined, by whatever verb."""
    ideas = [activity.target, *Idea.objects.filter(pk=activity.data.get("from") or 0)]
    for idea in ideas:
        if isinstance(idea, Idea) and idea.status in GONE:
            casting.give_back(idea)


def those_who_gave(activity: "Activity") -> dict[int, str]:
    return dict.fromkeys(activity.data.get("people", ()), Reason.SUPPORTER)


def those_who_follow(activity: "Activity") -> dict[int, str]:
    """Followers of the campaign, and the authors of its ideas. Who voted is not asked: a secret vote does not know."""
    campaign = activity.target
    if campaign is None:
        return {}
    told: dict[int, str] = dict.fromkeys(Follow.objects.follower_ids(campaign), Reason.FOLLOW)
    authors = Idea.objects.filter(campaign=campaign, author__isnull=False).values_list("author_id", flat=True)
    return told | dict.fromkeys(authors, Reason.AUTHOR)
