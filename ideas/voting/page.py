"""What the ballot's page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ideas import policies
from ideas.models import Campaign, Idea, Rulebook
from ideas.voting.eligible import on_ballot
from ideas.voting.limits import Limits, limits_of
from ideas.voting.models import Ballot

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
    rulebook: Rulebook | None
    limits: Limits
    lines: list[Line]
    version: int
    spent: int
    is_open: bool
    has_voted: bool
    has_code: bool

    @property
    def rules(self) -> dict[str, Any]:
        return self.rulebook.rules if self.rulebook else {}

    @property
    def left(self) -> int | None:
        return None if self.limits.allowed is None else self.limits.allowed - self.spent

    @property
    def cost(self) -> int:
        return sum(line.idea.cost or 0 for line in self.lines if line.points)

    @property
    def money_left(self) -> int:
        return self.rules.get("total", 0) - self.cost


def page_of(campaign: Campaign, user: "User", *, typed: Mapping[int, int] | None = None) -> BallotPage | None:
    """Return the ballot of ``user``, with what they ``typed`` where that was refused; ``None``: nothing is filled in here."""
    rulebook = campaign.rulebook
    limits = limits_of(rulebook.rules if rulebook else campaign.visible_rules() | {"method": campaign.method})
    if limits is None:
        return None
    ballot = Ballot.objects.filter(rulebook=rulebook, voter=user).first() if rulebook else None
    kept = ballot.choices() if ballot else {}
    shown = kept if typed is None else typed
    ideas = on_ballot(campaign, user).select_related("campaign").defer("problem", "proposal", "benefit", "words")
    lines = [Line(idea, shown.get(idea.pk, 0), kept.get(idea.pk, 0)) for idea in ideas]
    return BallotPage(
        rulebook=rulebook,
        limits=limits,
        lines=sorted(lines, key=lambda line: _place(campaign, user, line.idea)),
        version=ballot.version if ballot else 0,
        spent=sum(line.points for line in lines),
        is_open=policies.can_vote(user, campaign),
        has_voted=bool(kept),
        has_code=bool(ballot and ballot.code_digest),
    )


def _place(campaign: Campaign, user: "User", idea: Idea) -> str:
    """Each voter finds the ideas in an order of their own, always the same: no idea is first for everybody."""
    return sha256(f"{campaign.pk}|{user.pk}|{idea.pk}".encode()).hexdigest()
