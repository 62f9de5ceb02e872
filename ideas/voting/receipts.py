"""Where a voter's share went: computed from the published file alone, for the choices that a voter holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ideas.counting import pabulib
from ideas.counting.equal_shares import Prepared
from ideas.models import Campaign, Rulebook
from ideas.voting.codes import digest_of
from ideas.voting.models import Ballot, Result, SealedBallot

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass(frozen=True)
class Line:
    """One idea of a ballot: its points, whether it was chosen, and what this voter paid for it (``None``: no shares)."""

    idea_id: int
    name: str
    points: int
    chosen: bool
    paid: Fraction | None


@dataclass(frozen=True)
class Slip:
    """``share`` = the sum of what was paid + ``left``, exactly (``None`` where no shares are counted)."""

    lines: list[Line]
    equal_part: Fraction | None = None
    share: Fraction | None = None
    left: Fraction | None = None


def own_choices(rulebook: Rulebook, user: "User") -> dict[int, int] | None:
    """Return what ``user`` chose, where that is known; ``None`` for no ballot, and for a secret one that is sealed."""
    ballot = Ballot.objects.filter(rulebook=rulebook, voter=user).first()
    return ballot.choices() or None if ballot else None


def choices_by_code(campaign: Campaign, code: str) -> tuple[Rulebook, dict[int, int]] | None:
    """Return the choices of the sealed ballot of this campaign that has ``code``, to whoever holds it."""
    found = SealedBallot.objects.filter(rulebook__campaign=campaign, code_digest=digest_of(code))
    sealed = found.select_related("rulebook__campaign").first()
    return (sealed.rulebook, {int(pk): points for pk, points in sealed.choices.items()}) if sealed else None


def slip_of(result: Result, choices: Mapping[int, int]) -> Slip:
    """Return the receipt for ``choices``. Ballots that say the same paid the same, so the choices find the receipt."""
    election = pabulib.read(result.file).election
    chosen = {entry["id"] for entry in result.data.get("chosen", ())}
    counted = {str(pk): points for pk, points in choices.items() if str(pk) in election.by_id}
    paid: Mapping[str, Fraction] = {}
    slip: dict[str, Fraction] = {}
    with_shares = result.data.get("rule") == "equal_shares" and "endowment" in result.data
    place = next((n for n, ballot in enumerate(election.ballots) if ballot.points == counted), None)
    if with_shares and place is not None:
        prepared = Prepared(election, result.data["tie_break"])
        outcome = prepared.count(Fraction(result.data["endowment"]))
        group = prepared.group_of[place]
        paid = outcome.paid[group]
        slip = {
            "equal_part": Fraction(election.total, len(election.ballots)),
            "share": outcome.endowment,
            "left": outcome.left[group],
        }
    lines = [
        Line(
            int(name), election.by_id[name].name, points, name in chosen, paid.get(name, Fraction(0)) if slip else None
        )
        for name, points in counted.items()
    ]
    return Slip(sorted(lines, key=lambda line: (-(line.paid or 0), -line.points, line.idea_id)), **slip)
