"""The voting rules of each method: which keys they have, and what stands where the form says nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models.acts import Act, Method

if TYPE_CHECKING:
    from collections.abc import Collection

    from ideas.models import Campaign

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
    Method.PAIRWISE: {"shortlist": False},
}


def completed(method: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return the rules of ``method``: what was ``said``, and the defaults for the rest. Keys of others are left out."""
    known = _ALL | _OF_METHOD[method]
    return {key: said.get(key, default) for key, default in known.items()}


def votes_on_nothing(campaign: "Campaign", method: str, phases: "Collection[tuple[datetime, Collection[str]]]") -> bool:
    """Say whether the ballot of a budget would be frozen empty: no idea has a cost, and none is gathered before the vote.

    ``phases``: (when it opens, its acts), as they are planned.
    """
    votes = [at for at, acts in phases if Act.SUPPORT in acts]
    if method != Method.BUDGET or not votes:
        return False
    if any(Act.SUBMIT in acts and at < min(votes) for at, acts in phases):
        return False
    return not campaign.ideas.filter(cost__gte=1).exists()


def nothing_to_vote_on() -> str:
    return _(
        "The ballot of a budget is fixed as the vote opens, with the ideas whose cost is known. Let a phase gather them first."
    )


def lines_of(rules: dict[str, Any]) -> list[tuple[str, str]]:
    """Return ``rules``, frozen or to come, as names and values in words; what only a program reads is left out."""
    method = Method(rules["method"])
    lines = [(_("Way of voting"), str(method.label))]
    if "tokens" in rules:
        lines.append((_("Tokens for each person"), number_format(rules["tokens"])))
        lines.append((_("At the most on one idea"), number_format(rules["per_idea"])))
    if "total" in rules:
        total = number_format(rules["total"], force_grouping=True)
        lines.append((_("Total"), f"{total}\N{NO-BREAK SPACE}{sign_of(rules['currency'])}"))
        lines.append((_("On the ballot"), _("The ideas whose cost is known as the vote opens; none comes after")))
        points = rules["ballot"] == "points"
        lines.append(
            (_("Ballot"), _("Share points among ideas") if points else _("Approve ideas, as many as one likes"))
        )
        if points:
            lines.append((_("Points for each person"), number_format(rules["points"])))
        shares = rules["rule"] == "equal_shares"
        lines.append((_("Winners"), _("Method of Equal Shares") if shares else _("Greedy: the most voted first")))
        if shares:
            lines.append(
                (_("Money left over"), _("Add1 completion") if rules["completion"] == "add1" else _("Left unspent"))
            )
    if method == Method.PAIRWISE:
        lines.append((_("Ideas that meet"), _meeting(rules)))
    lines.append((_("The tally"), _hiding(rules)))
    lines.append(
        (
            _("Ballot papers"),
            _("Secret once closed") if rules["secret"] else _("Each knows their own; nobody sees another's"),
        )
    )
    return lines


def sign_of(currency: str) -> str:
    """Return how people write a currency: its sign where everyone here knows it, else its code."""
    return {"EUR": "€", "GBP": "£", "USD": "$"}.get(currency, currency)


def _meeting(rules: dict[str, Any]) -> str:
    if not rules.get("shortlist"):
        return _("All that stand")
    if "ideas" not in rules:
        return _("Those of the shortlist, as it stands when the vote opens")
    count = len(rules["ideas"])
    words = ngettext(
        "Duels among the %(n)s idea of the shortlist", "Duels among the %(n)s ideas of the shortlist", count
    )
    return words % {"n": number_format(count)}


def _hiding(rules: dict[str, Any]) -> str:
    if rules["hidden"] == HIDDEN_NEVER:
        return _("Everyone sees it while people vote")
    until = rules.get("hidden_until")
    if not until or until.startswith("9999"):
        return _("Nobody sees it until the vote closes")
    at = timezone.localtime(datetime.fromisoformat(until))
    return _("Nobody sees it until %(when)s") % {"when": date_format(at, "DATETIME_FORMAT")}
