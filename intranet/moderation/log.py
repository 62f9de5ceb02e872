"""The public log as somebody reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intranet.contributions.registry import Text
from intranet.moderation.cases import load_targets
from intranet.moderation.models import Decision
from intranet.moderation.policies import moderated_kind

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """One decision. The reason and the address are empty when the contribution is not addressed to the reader.

    What is hidden now is not linked: an address often spells the title.

    The line itself stays: everyone can count what is decided here, and check the chain.
    """

    decision: Decision
    kind_label: Text
    icon: str
    is_addressed: bool
    reason: str
    url: str


def entries(user: "User", decisions: Sequence[Decision]) -> list[Entry]:
    """Return ``decisions`` as ``user`` may read them; one query a kind."""
    targets = load_targets([(d.target_type_id, d.target_id) for d in decisions], addressed_to=user)
    shown = []
    for decision in decisions:
        kind = moderated_kind(decision.kind)
        found = targets.get((decision.target_type_id, decision.target_id))
        shown.append(
            Entry(
                decision=decision,
                kind_label=kind.label if kind else decision.kind,
                icon=kind.icon if kind else "file",
                is_addressed=found is not None,
                reason=decision.reason if found else "",
                url=found[0].url(found[1]) if found and not found[1].is_hidden else "",
            )
        )
    return shown
