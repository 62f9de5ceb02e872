"""What the ballot's page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ideas import policies
from ideas.models import Campaign, Idea, Rulebook
from ideas.voting.eligible import on_ballot
from ideas.voting.limits import Limits, limits_of
from ideas.voting.models import Ballot, Participation

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass(frozen=True)
class Line:
    """An idea on the ballot; ``points``: as the page shows them; ``kept``: as the ballot has them now."""

    idea: Idea
    points: int
    kept: int

    @property
    def differs(self) -> bool:
        return self.points != self.kept


@dataclass(frozen=True)
class BallotPage:
    """``rules``: those in force, or as they would be frozen now. ``voted_before``: under rules that were stopped, so not in this vote."""

    rulebook: Rulebook | None
    rules: dict[str, Any]
    limits: Limits
    lines: list[Line]
    version: int
    spent: int
    is_open: bool
    has_voted: bool
    has_code: bool
    voted_before: bool = False

    @property
    def left(self) -> int | None:
        return None if self.limits.allowed is None else self.limits.allowed - self.spent

    @property
    def cost(self) -> int:
        return sum(line.idea.cost or 0 for line in self.lines if line.points)

    @property
    def money_left(self) -> int:
        return max(self.rules.get("total", 0) - self.cost, 0)


def page_of(campaign: Campaign, user: "User", *, typed: Mapping[int, int] | None = None) -> BallotPage | None:
    """Return the ballot of ``user``, with what they ``typed`` where that was refused; ``None``: nothing is filled in here."""
    rulebook = campaign.rulebook
    rules = rulebook.rules if rulebook else campaign.visible_rules()
    limits = limits_of(rules)
    if limits is None:
        return None
    ballot = Ballot.objects.filter(rulebook=rulebook, voter=user).first() if rulebook else None
    kept = ballot.choices() if ballot else {}
    is_open = policies.can_vote(user, campaign)
    before = _before(rulebook, user) if rulebook and is_open and not kept else None
    shown = typed if typed is not None else kept or before or {}
    ideas = on_ballot(campaign, user).select_related("campaign").defer("problem", "proposal", "benefit", "words")
    lines = [Line(idea, shown.get(idea.pk, 0), kept.get(idea.pk, 0)) for idea in ideas]
    return BallotPage(
        rulebook=rulebook,
        rules=rules,
        limits=limits,
        lines=sorted(lines, key=lambda line: _place(campaign, user, line.idea)),
        version=ballot.version if ballot else 0,
        spent=sum(line.points for line in lines),
        is_open=is_open,
        has_voted=bool(kept),
        has_code=bool(ballot and ballot.code_digest),
        voted_before=before is not None,
    )


def _before(rulebook: Rulebook, user: "User") -> dict[int, int] | None:
    """Return what ``user`` chose in this campaign under rules that were stopped: {} if that was secret, ``None`` if nothing."""
    if rulebook.number == 1:
        return None
    former = Ballot.objects.filter(rulebook__campaign=rulebook.campaign_id, rulebook__number__lt=rulebook.number)
    last = former.filter(voter=user, spent__gt=0).order_by("rulebook__number").last()
    if last is not None:
        return last.choices()
    took_part = Participation.objects.filter(rulebook__campaign=rulebook.campaign_id, user=user)
    return {} if took_part.exists() else None


def _place(campaign: Campaign, user: "User", idea: Idea) -> str:
    """Each voter finds the ideas in an order of their own, always the same: no idea is first for everybody."""
    return sha256(f"{campaign.pk}|{user.pk}|{idea.pk}".encode()).hexdigest()
