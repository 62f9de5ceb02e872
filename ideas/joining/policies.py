"""Who may propose, answer, undo; and why two ideas cannot be merged, in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ideas.joining.models import Joining, Side
from ideas.models import Idea, Status
from ideas.models.acts import Method
from ideas.models.status import OPEN_TO_SUPPORT
from intranet.accounts.models import User
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from ideas.models import Campaign

STAND_IN = "ideas_joining.stand_in"
# What can still become part of another idea, or several ideas: nobody has committed to anything yet.
UNCOMMITTED = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.NEEDS_MORE})


def can_propose(user: "User", idea: Idea) -> bool:
    """Propose to merge or split: whoever may read the idea, while nothing was decided about it."""
    return idea.is_visible_to(user) and idea.pipeline_status in UNCOMMITTED


def can_stand_in(user: "User") -> bool:
    """Answer for authors who are gone, and separate what was merged: the community manager."""
    return user.has_perm(STAND_IN)


def writers_there(idea: Idea) -> list[int]:
    """Return the ids of the authors of ``idea`` who can still answer. One query."""
    return list(User.objects.active().filter(pk__in=idea.writer_ids).order_by("pk").values_list("pk", flat=True))


def sides_to_answer(user: "User", joining: Joining) -> list[Side]:
    """Return the sides for which ``user`` may answer now: their own ideas, and those whose authors are all gone."""
    if not joining.is_open:
        return []
    return [side for side in joining.open_sides() if _answers_for(user, joining.idea_of(side))]


def stands_in(user: "User", idea: Idea) -> bool:
    """Say whether ``user`` would answer for ``idea`` in the place of authors who are gone."""
    return not idea.is_by(user) and can_stand_in(user) and not writers_there(idea)


def _answers_for(user: "User", idea: Idea) -> bool:
    return idea.is_by(user) or stands_in(user, idea)


def can_take_back(user: "User", joining: Joining) -> bool:
    return joining.is_open and joining.by_id is not None and joining.by_id == user.pk


def can_undo(user: "User", joining: Joining) -> bool:
    """Undo what was carried out: an author of one of the ideas, or the community manager."""
    if not joining.is_done:
        return False
    ideas = [joining.source, *([joining.target] if joining.target else [])]
    return can_stand_in(user) or any(idea.is_by(user) for idea in ideas)


def why_not_merge(source: Idea, target: Idea) -> str:
    """Return why ``source`` cannot be merged into ``target`` now; "" when it can."""
    if source.pk == target.pk:
        return _("An idea cannot be merged into itself: choose another one.")
    if source.is_hidden or target.is_hidden:
        return _("One of the two is hidden by moderation: nothing is merged as long as it is.")
    if source.campaign_id != target.campaign_id:
        return _("The two are in different campaigns, where other people vote by other rules: they cannot be merged.")
    if source.audience_id != target.audience_id:
        return _("The two are not for the same readers: a merge would show supports to others, or hide them.")
    if source.pipeline_status not in UNCOMMITTED:
        return _("“%(title)s” is “%(status)s”: only an idea about which nothing was decided can be merged.") % _named(
            source
        )
    if target.pipeline_status not in OPEN_TO_SUPPORT:
        return _("“%(title)s” is “%(status)s”: it takes no more supports, so nothing can be merged into it.") % _named(
            target
        )
    return why_frozen(source.campaign, [source, target])


def why_not_split(source: Idea) -> str:
    """Return why ``source`` cannot be split now; "" when it can."""
    if source.is_hidden:
        return _("The idea is hidden by moderation: nothing is split as long as it is.")
    if source.pipeline_status not in UNCOMMITTED:
        return _("“%(title)s” is “%(status)s”: only an idea about which nothing was decided can be split.") % _named(
            source
        )
    return why_frozen(source.campaign, [source])


def why_frozen(campaign: "Campaign", ideas: list[Idea]) -> str:
    """Return why the vote of ``campaign`` holds ``ideas`` as they are; "" when it does not.

    Once a vote has closed, its counts stand: a merge would change what people decided. A ballot that names its ideas
    (budget, duels) is frozen with the rules, unless they allow ``merging``. Whoever counts votes can say more by the
    service ``idea.ballots``: ``fn(idea) -> words or ""``.
    """
    book = campaign.rulebook
    if book is not None and campaign.method in (Method.BUDGET, Method.PAIRWISE) and not book.rules.get("merging"):
        return _(
            "It is on a ballot: the rules of this campaign were frozen when voting opened, and they do not let ideas "
            "be merged or split."
        )
    if book is None and not campaign.is_open_box and campaign.rulebooks.filter(closed_at__isnull=False).exists():
        return _("The vote of this campaign has closed: its ideas stay as they were when people voted.")
    words = (word for idea in ideas for word in registry.ask("idea.ballots", idea))
    return next((word for word in words if word), "")


def _named(idea: Idea) -> dict[str, str]:
    return {"title": idea.title, "status": str(idea.get_status_display())}


def is_asked(user: "User", joining: Joining) -> bool:
    """Say whether the proposal waits for ``user`` in particular. A query for each idea without a known author."""
    if not any(joining.idea_of(side).is_by(user) for side in joining.sides) and not can_stand_in(user):
        return False
    return bool(sides_to_answer(user, joining))
