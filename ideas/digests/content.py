"""What a digest says of a campaign: what is new since a moment, in what this person may see and know."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ideas import policies
from ideas.models import Campaign, Decision, Idea
from ideas.models.schedule import Span

if TYPE_CHECKING:
    from intranet.accounts.models import User

_MOST = 6


@dataclass(frozen=True)
class Line:
    """An idea; ``supports`` is ``None`` where nobody may know; ``words``: the official answer's status, or ""."""

    idea: Idea
    supports: int | None
    words: str = ""


@dataclass(frozen=True)
class Digest:
    campaign: Campaign
    new: list[Line]
    more: int
    decided: list[Line]
    phase: Span | None

    def __bool__(self) -> bool:
        return bool(self.new or self.decided)


def digest_of(campaign: Campaign, user: "User", *, since: datetime) -> Digest:
    """Return what is new for ``user``. Three queries. Newest first: an order by support would tell a hidden one."""
    ideas = Idea.objects.visible_to(user).standing().filter(campaign=campaign).select_related("campaign", "author")
    fresh = list(ideas.filter(created_at__gte=since).exclude(author=user).order_by("-created_at", "-pk")[: 200 + 1])
    decisions = Decision.objects.filter(idea__in=ideas.values("pk"), at__gte=since).exclude(by=user)
    latest: dict[int, Decision] = {}
    for decision in decisions.select_related("idea__campaign", "idea__author").order_by("at", "pk")[:200]:
        latest[decision.idea_id] = decision
    decided = [Line(d.idea, _supports(user, d.idea), d.get_to_status_display()) for d in latest.values()]
    return Digest(
        campaign=campaign,
        new=[Line(idea, _supports(user, idea)) for idea in fresh[:_MOST]],
        more=max(len(fresh) - _MOST, 0),
        decided=decided[-_MOST:][::-1],
        phase=campaign.phase_at(),
    )


def _supports(user: "User", idea: Idea) -> int | None:
    return idea.support_count if policies.can_see_tally(user, idea) else None
