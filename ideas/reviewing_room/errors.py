"""What a verb of the room refuses, in words for the person who asked. Nothing was changed then."""

from django.utils.translation import gettext as _

from ideas.errors import Refused


class CriteriaFrozen(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody has sent a scorecard: the criteria stand as they are, so that all are judged by the same.")
        )


class AlreadySubmitted(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have sent this scorecard already, perhaps in another tab. It stands as it was sent."))


class ScoredElsewhere(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This scorecard was changed in another tab or on another device. Nothing was overwritten: what you chose "
                "is kept here; save again to replace the other."
            )
        )


class ScoringClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("The evaluation is closed: scorecards can no longer be sent or changed."))


class NotComplete(Refused):
    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            _("Give a score for each criterion before sending. Still without one: %(names)s."),
            params={"names": ", ".join(missing)},
        )


class HasScored(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s has sent a scorecard and stays an evaluator: nobody’s judgement is taken away."),
            params={"name": name},
        )


class TallyHidden(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Support is hidden until the vote closes: for now, the shortlist cannot be drawn from it. Choose by hand."
            )
        )


class NoResult(Refused):
    def __init__(self) -> None:
        super().__init__(_("This campaign has no result of duels that you may see yet. Choose another rule."))


class TooMany(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(_("A shortlist holds %(most)d ideas at the most."), params={"most": most})


class ForecastsClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("Forecasts for this idea are closed: what happened since would colour them."))
