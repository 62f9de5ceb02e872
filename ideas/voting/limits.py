"""What a rulebook lets one person give, whatever the method."""

from dataclasses import dataclass
from typing import Any

from ideas.models import Method

APPROVAL, POINTS, TOKENS = "approval", "points", "tokens"
# The most that a form can say; far beyond any rulebook.
_MOST = 10_000


@dataclass(frozen=True)
class Limits:
    """``kind`` of ballot; ``allowed``: the sum (``None``: no limit); ``per_idea``: the most on one idea."""

    kind: str
    allowed: int | None
    per_idea: int

    @property
    def is_approval(self) -> bool:
        return self.kind == APPROVAL


def limits_of(rules: dict[str, Any]) -> Limits | None:
    """Read the limits from ``rules``; ``None`` where people do not fill in ballots (support, pairs)."""
    if rules.get("method") == Method.TOKENS:
        tokens = _number(rules.get("tokens"), 5)
        return Limits(TOKENS, tokens, min(_number(rules.get("per_idea"), 1), tokens))
    if rules.get("method") != Method.BUDGET:
        return None
    if rules.get("ballot") == POINTS:
        points = _number(rules.get("points"), 10)
        return Limits(POINTS, points, points)
    return Limits(APPROVAL, None, 1)


def _number(value: object, otherwise: int) -> int:
    return min(value, _MOST) if isinstance(value, int) and value > 0 else otherwise
