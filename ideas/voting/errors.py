"""What a vote refuses, in words for the voter. Nothing was changed then."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.errors import Refused

if TYPE_CHECKING:
    from ideas.voting.models import Ballot


class StaleBallot(Refused):
    """The ballot was changed since the page was opened. ``ballot`` is the one that stands."""

    def __init__(self, ballot: "Ballot") -> None:
        self.ballot = ballot
        super().__init__(
            _(
                "Your ballot was changed since you opened this page, perhaps in another tab. Nothing was overwritten: "
                "what you chose here is below. Compare it with what stands, then save it if it is what you want."
            )
        )


class TooMuch(Refused):
    def __init__(self, spent: int, allowed: int) -> None:
        super().__init__(
            ngettext(
                "You gave %(spent)d, and there is %(allowed)d to give. Take some back.",
                "You gave %(spent)d, and there are %(allowed)d to give. Take some back.",
                allowed,
            )
            % {"spent": spent, "allowed": allowed}
        )


class TooMuchOnOne(Refused):
    def __init__(self, per_idea: int) -> None:
        super().__init__(
            ngettext("At most %(most)d can go to one idea.", "At most %(most)d can go to one idea.", per_idea)
            % {"most": per_idea}
        )


class NotOnBallot(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "An idea that you chose is no longer on the ballot: it was merged, withdrawn or declined. See what is left."
            )
        )
