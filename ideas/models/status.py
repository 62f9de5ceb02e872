from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where an idea stands. The order is the pipeline's; ``DECLINED``, ``WITHDRAWN``, ``MERGED`` and ``SPLIT`` are its other ends."""

    SUBMITTED = "submitted", pgettext_lazy("idea", "Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    NEEDS_MORE = "needs_more", _("More asked")
    PLANNED = "planned", _("Planned")
    PILOT = "pilot", _("Being tried")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")
    SPLIT = "split", pgettext_lazy("idea", "Split")

    @property
    def accepts_support(self) -> bool:
        """Say whether people can still support (or withdraw from) an idea that stands here."""
        return self in OPEN_TO_SUPPORT

    @property
    def is_over(self) -> bool:
        """Say whether nothing more is owed about an idea that stands here, unless its author appeals."""
        return self in (Status.DONE, Status.DECLINED, Status.WITHDRAWN) or self in ELSEWHERE

    @property
    def needs_answer(self) -> bool:
        """Say whether going here takes an official, reasoned answer."""
        return self in NEEDING_ANSWER


# Support says "this should happen": once the work has begun or the matter is closed, the count stands as it was.
OPEN_TO_SUPPORT = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.NEEDS_MORE, Status.PLANNED})
NEEDING_ANSWER = frozenset({Status.NEEDS_MORE, Status.PLANNED, Status.PILOT, Status.DONE, Status.DECLINED})
# What was promised and is being kept, or was kept: milestones, progress and outcomes belong here.
ACCEPTED = frozenset({Status.PLANNED, Status.PILOT, Status.IN_PROGRESS, Status.DONE})
# Where those who decide can put an idea; its author withdraws it, its authors merge it.
DECIDABLE = (
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.NEEDS_MORE,
    Status.PLANNED,
    Status.PILOT,
    Status.IN_PROGRESS,
    Status.DONE,
    Status.DECLINED,
)
# What stands in another idea, or in its parts: its page says where, and lists show only those.
ELSEWHERE = frozenset({Status.MERGED, Status.SPLIT})
# Where something is owed to the author: an answer, or a step that was promised for a day.
STILL_OWED = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.PLANNED, Status.PILOT, Status.IN_PROGRESS})
# What an author waits for: nobody has committed to anything yet.
UNDECIDED = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})
# What its author may still take back.
WITHDRAWABLE = UNDECIDED | {Status.NEEDS_MORE}
# The straight way of the step bar. Being asked for more, or tried, is a step only while the idea stands there.
STEPS = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.PLANNED, Status.IN_PROGRESS, Status.DONE)


def way_of(status: Status) -> tuple[list[Status], bool]:
    """Return the steps that an idea at ``status`` shows, and whether it stopped there instead of going on."""
    if status == Status.DECLINED:
        return [Status.SUBMITTED, Status.UNDER_REVIEW, status], True
    if status == Status.WITHDRAWN or status in ELSEWHERE:
        return [Status.SUBMITTED, status], True
    straight = list(STEPS)
    if status == Status.NEEDS_MORE:
        straight.insert(straight.index(Status.UNDER_REVIEW) + 1, status)
    elif status == Status.PILOT:
        straight.insert(straight.index(Status.PLANNED) + 1, status)
    return straight, False
