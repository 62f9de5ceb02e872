from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where an idea stands. The order is the pipeline's; ``DECLINED`` is its other end."""

    SUBMITTED = "submitted", pgettext_lazy("idea", "Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")

    @property
    def accepts_support(self) -> bool:
        """Say whether people can still support (or withdraw from) an idea that stands here."""
        return self in OPEN_TO_SUPPORT

    @property
    def needs_answer(self) -> bool:
        """Say whether going here takes an official, reasoned answer."""
        return self in NEEDING_ANSWER


# Support says "this should happen": once the work has begun or the matter is closed, the count stands as it was.
OPEN_TO_SUPPORT = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.PLANNED})
NEEDING_ANSWER = frozenset({Status.PLANNED, Status.DONE, Status.DECLINED})
# What an author waits for: nobody has committed to anything yet.
UNDECIDED = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})
# The straight way of the step bar; a declined idea left it.
STEPS = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.PLANNED, Status.IN_PROGRESS, Status.DONE)
