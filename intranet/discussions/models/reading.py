from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from intranet.core.compiled import Compiled
from intranet.discussions.models.discussion import Discussion

if TYPE_CHECKING:
    from intranet.accounts.models import User


class ReadPositionManager(models.Manager["ReadPosition"]):
    def advance(self, user: "User", discussion: Discussion, number: int) -> None:
        """Remember that ``user`` has read up to post ``number``; it never goes back (two devices, late requests)."""
        number = min(number, discussion.last_number)
        before = self.last_read(user, discussion)
        if before is None:
            row = ReadPosition(user=user, discussion=discussion, last_number=number)
            self.bulk_create([row], ignore_conflicts=True)
        if before is None or before < number:  # nothing to change, unless another device was there in between
            mine = self.filter(user=user, discussion=discussion, last_number__lt=number)
            mine.update(last_number=number, at=timezone.now())

    def last_read(self, user: "User", discussion: Discussion) -> int | None:
        """Return the number of the last post that ``user`` read there; ``None`` if they never looked."""
        found: int | None = _last_read.first(user.pk, discussion.pk)
        return found

    def unread_counts(self, user: "User", discussions: "list[int]") -> dict[int, int]:
        """Return how many posts are new to ``user`` in each of ``discussions`` that they have looked at; one query."""
        rows = self.filter(user=user, discussion__in=discussions, discussion__last_number__gt=F("last_number"))
        return {
            d: last - mine for d, last, mine in rows.values_list("discussion", "discussion__last_number", "last_number")
        }


class ReadPosition(models.Model):
    """How far a person has read in a thread."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects = ReadPositionManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "discussion"], name="read_position_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.discussion_id}:{self.last_number}"


_last_read = Compiled(
    lambda user, discussion: ReadPosition.objects.filter(user=user, discussion=discussion).values_list(
        "last_number", flat=True
    )
)
