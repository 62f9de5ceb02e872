"""What a verb on an idea refuses, in words for the person who asked."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ideas.models import Idea


class Refused(ValidationError):
    """Nothing was changed; the message says why and what can be done instead."""


class NotOpenToSupport(Refused):
    def __init__(self, idea: "Idea") -> None:
        super().__init__(
            _(
                "This idea is now “%(status)s”: supports can no longer be given or taken back. "
                "Nothing was changed; you can still write in its discussion."
            ),
            params={"status": idea.get_status_display()},
        )


class EditedMeanwhile(Refused):
    """The text was saved elsewhere since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This idea was changed since you opened the form, perhaps in another tab. Nothing was saved: "
                "your text is below. Compare it with the page, then save again to replace it."
            )
        )


class ClosedToEdits(Refused):
    def __init__(self, idea: "Idea") -> None:
        super().__init__(
            _("This idea is now “%(status)s”: its text stands as it was answered. Write in its discussion instead."),
            params={"status": idea.get_status_display()},
        )


class DecidedMeanwhile(Refused):
    """Somebody else decided between the opening of the form and its sending."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody decided about this idea while you were writing. Nothing was overwritten and your text is "
                "kept below: read what was decided, then decide again if you still want to."
            )
        )


class AnswerRequired(Refused):
    def __init__(self) -> None:
        super().__init__(_("This step needs an official answer: people who supported the idea will read it."))


class WordRequired(Refused):
    """Somebody stops a vote without saying why."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in a sentence: everyone who votes will read it."))


class ShortlistTooShort(Refused):
    """Somebody opens duels on a shortlist that has fewer than two ideas."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The duels are among the ideas of the shortlist, and fewer than two are on it. Draw it up in a review of "
                "this campaign, or let all ideas meet, then open the vote."
            )
        )


class VotingIsOpen(Refused):
    """The rules are frozen while people vote by them."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Voting is open: its rules are frozen. Close the vote with a public word, change them, then open it again."
            )
        )


class ActNotOpen(Refused):
    """What somebody wants to do is not open in the campaign now, or not for them."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the campaign since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This campaign was changed since you opened the form, perhaps by somebody else. Nothing was saved: your "
                "text is below. Compare it with the page, then save again to replace it."
            )
        )


class PhaseHasBegun(Refused):
    """A phase that has begun is part of what happened."""

    def __init__(self) -> None:
        super().__init__(_("A phase that has begun cannot be removed: close it earlier, or end the campaign."))


class ReasonRequired(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose from the list why this idea is declined, and say it in your own words too."))


class NotYoursToDecide(Refused):
    """An idea that its author withdrew, or that stands in another now, is past deciding."""

    def __init__(self, idea: "Idea") -> None:
        super().__init__(
            _("This idea is “%(status)s”: there is nothing left to decide about it."),
            params={"status": idea.get_status_display()},
        )


class SomebodyElseAnswers(Refused):
    """Who declined an idea does not judge the appeal against it while somebody else can."""

    def __init__(self) -> None:
        super().__init__(
            _("You declined this idea, and its author appealed: somebody else who decides answers the appeal.")
        )


class NotNow(Refused):
    """The idea does not stand where this can be done."""

    def __init__(self, idea: "Idea") -> None:
        super().__init__(
            _("This idea is now “%(status)s”: this can no longer be done. Nothing was changed."),
            params={"status": idea.get_status_display()},
        )


class NothingNew(Refused):
    """An appeal repeats what was there when the idea was declined."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "An appeal needs something new: a fact, a figure, another way. What you wrote says what the idea "
                "said already, or too little; add what those who decided could not know."
            )
        )


class AppealedAlready(Refused):
    def __init__(self) -> None:
        super().__init__(_("An idea can be appealed once; this one was."))


class WordsRequired(Refused):
    def __init__(self) -> None:
        super().__init__(_("Write at least a sentence."))
