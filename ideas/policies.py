"""Who may do what with ideas and campaigns: named questions, asked by views and templates alike."""

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, PositiveIntegerField, QuerySet, Value, When
from django.utils import timezone

from ideas.models.acts import Act, Method
from ideas.models.campaign import MANAGE
from ideas.models.rulebook import Elector
from ideas.models.status import ELSEWHERE

if TYPE_CHECKING:
    from ideas.models import Campaign, Idea
    from intranet.accounts.models import User


def can_manage_campaigns(user: "User") -> bool:
    return user.has_perm(MANAGE)


def takes_part(user: "User", campaign: "Campaign") -> bool:
    """Say whether ``user`` is among the participants today. Whoever may see everything does not therefore take part."""
    return campaign.taking_part_id is None or campaign.taking_part_id in user.audience_ids


def can_submit(user: "User", campaign: "Campaign") -> bool:
    return takes_part(user, campaign) and campaign.allows(Act.SUBMIT)


def can_vote(user: "User", campaign: "Campaign") -> bool:
    """Say whether ``user`` may vote now, whatever the method: it is open, and they are of the frozen electorate.

    In the moment between the hour and the freezing, which the first vote does if the clock has not, participants may.
    """
    if not campaign.allows(Act.SUPPORT):
        return False
    return is_elector(user, campaign) if campaign.rulebook_id else takes_part(user, campaign)


def is_elector(user: "User", campaign: "Campaign") -> bool:
    """Say whether ``user`` is of the electorate in force. One query, unless ``know_electorates`` was told."""
    known = user.__dict__.setdefault("_electorates", {})
    if campaign.rulebook_id not in known:
        known[campaign.rulebook_id] = Elector.objects.filter(rulebook=campaign.rulebook_id, user=user.pk).exists()
    found: bool = known[campaign.rulebook_id]
    return found


def know_electorates(user: "User", known: dict[int, bool]) -> None:
    """Keep on ``user`` what another query found out: {rulebook id: whether they are of its electorate}.

    An electorate never changes once it is frozen, so this does not age.
    """
    user.__dict__.setdefault("_electorates", {}).update(known)


def can_read_text(user: "User", idea: "Idea") -> bool:
    """Say whether ``user``, to whom ``idea`` is addressed, reads what it says: of a hidden one, only its author."""
    return not idea.is_hidden or idea.is_by(user)


def can_see_tally(user: "User | None", idea: "Idea") -> bool:
    """Say whether ``user`` may know how much support ``idea`` has. The one gate of every surface that shows a count.

    ``None`` asks for what everybody may know (the search index). While the rules of its campaign hide it, nobody
    does: not its author, nor the community manager, leadership or administrators. The always-open box hides nothing.
    """
    return not idea.campaign.hides_tally()


def can_see_contest(user: "User | None", campaign: "Campaign") -> bool:
    """Say whether ``user`` may know how the contest of ``campaign`` stands: counts, orders by them, breadth, results."""
    return not campaign.hides_tally()


def with_seen_tally(user: "User", ideas: "QuerySet[Any]") -> "QuerySet[Any]":
    """Annotate ``seen_support``: the tally as ``can_see_tally`` lets ``user`` know it, for orders and filters (0 if hidden)."""
    hidden = When(campaign__tally_hidden_until__gt=timezone.now(), then=Value(0))
    total = F("support_count") + F("imported_support_count")
    return ideas.annotate(seen_support=Case(hidden, default=total, output_field=PositiveIntegerField()))


def can_decide(user: "User", idea: "Idea | None" = None) -> bool:
    """Say whether ``user`` may decide at all, or about ``idea`` as its campaign has it now."""
    if idea is not None and (idea.status in ELSEWHERE or not idea.campaign.allows(Act.DECIDE)):
        return False
    return user.has_perm("ideas.decide_idea")


def can_evaluate(user: "User", campaign: "Campaign") -> bool:
    return user.has_perm("ideas.decide_idea") and campaign.allows(Act.EVALUATE)


def can_discuss(user: "User", idea: "Idea") -> bool:
    return not idea.is_hidden and idea.campaign.allows(Act.DISCUSS)


def can_edit(user: "User", idea: "Idea") -> bool:
    """Say whether ``user`` may change the text: its author, until work begins or the matter is closed."""
    return idea.is_by(user) and not idea.is_hidden and idea.pipeline_status.accepts_support


def can_support(user: "User", idea: "Idea") -> bool:
    """Say whether ``user`` may give or take back their support of ``idea`` now, where support is the way of voting."""
    if idea.is_hidden or not idea.pipeline_status.accepts_support:
        return False
    return idea.campaign.method == Method.SUPPORT and can_vote(user, idea.campaign)
