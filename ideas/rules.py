"""The voting rules of each method: which keys they have, and what stands where the form says nothing."""

from typing import Any

from ideas.models.acts import Method

HIDDEN_NEVER, HIDDEN_UNTIL_CLOSE = "never", "until_close"

_ALL: dict[str, Any] = {"hidden": HIDDEN_NEVER, "secret": False}
_OF_METHOD: dict[str, dict[str, Any]] = {
    Method.SUPPORT: {},
    Method.TOKENS: {"tokens": 5, "per_idea": 1},
    Method.BUDGET: {
        "total": 50_000,
        "currency": "EUR",
        "ballot": "approval",
        "points": 10,
        "rule": "equal_shares",
        "completion": "add1",
    },
    Method.PAIRWISE: {},
}


def completed(method: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return the rules of ``method``: what was ``said``, and the defaults for the rest. Keys of others are left out."""
    known = _ALL | _OF_METHOD[method]
    return {key: said.get(key, default) for key, default in known.items()}
