from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from ideas.reviewing_room.models.entry import Entry
from intranet.discussions.models import Post

if TYPE_CHECKING:
    from intranet.accounts.models import User


class Side(models.TextChoices):
    FOR = "for", pgettext_lazy("argument", "For")
    AGAINST = "against", pgettext_lazy("argument", "Against")


class StanceManager(models.Manager["Stance"]):
    def say(self, post: Post, side: str, *, by: "User") -> None:
        """Say which side ``post`` argues for; "" takes it back. The last word counts, the author's or the one's who may."""
        if side:
            self.update_or_create(post=post, defaults={"side": side, "by": by, "at": timezone.now()})
        else:
            self.filter(post=post).delete()


class Stance(models.Model):
    """Which side a message of an idea's thread argues for, said by its author or by who may manage the thread."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="idea_stance")
    side = models.CharField(max_length=7, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = StanceManager()

    def __str__(self) -> str:
        return f"{self.post_id}: {self.side}"


class PickManager(models.Manager["Pick"]):
    def choose(self, entry: Entry, side: str, post: Post | None, *, by: "User") -> None:
        """Make ``post`` the best argument of ``side``; ``None`` leaves it to the proposal again."""
        if post is None:
            self.filter(entry=entry, side=side).delete()
        else:
            self.update_or_create(entry=entry, side=side, defaults={"post": post, "by": by, "at": timezone.now()})


class Pick(models.Model):
    """The message that the room reads as the best argument of one side, chosen by hand."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="picks")
    side = models.CharField(max_length=7, choices=Side)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PickManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "side"], name="ideas_review_pick_once")]

    def __str__(self) -> str:
        return f"{self.side}: {self.post_id}"
