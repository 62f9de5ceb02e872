from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from intranet.accounts.models import User


class FollowManager(models.Manager["Follow"]):
    def _of(self, target: models.Model) -> dict[str, Any]:
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return {"target_type_id": kind.pk, "target_id": target.pk}

    def follow(self, user: "User", target: models.Model, *, automatic: bool = False) -> None:
        """Have ``user`` hear of what happens to ``target``.

        ``automatic`` is for what follows from taking part (writing, replying): it never undoes an unfollow,
        which sticks until the person follows again themselves.
        """
        what = self._of(target)
        if not _said(user.pk, what["target_type_id"], what["target_id"]):
            self.bulk_create([Follow(user=user, **what)], ignore_conflicts=True)
        elif not automatic:
            self.filter(user=user, **what).update(is_muted=False)

    def unfollow(self, user: "User", target: models.Model) -> None:
        self.update_or_create(user=user, **self._of(target), defaults={"is_muted": True})

    def is_following(self, user: "User", target: models.Model) -> bool:
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return bool(_following(user.pk, kind.pk, target.pk))

    def follower_ids(self, target: models.Model) -> set[int]:
        return set(_followers(*self._of(target).values()))

    def muted_ids(self, target: models.Model) -> set[int]:
        """Return who asked to hear no more of ``target``."""
        return set(_muted(*self._of(target).values()))


class Follow(models.Model):
    """A person hears of what happens to something, or (``is_muted``) asked not to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.BigIntegerField()
    is_muted = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    objects = FollowManager()

    class Meta:
        verbose_name = _("follow")
        constraints = [models.UniqueConstraint(fields=["user", "target_type", "target_id"], name="follow_once")]
        indexes = [models.Index(fields=["target_type", "target_id"], name="follow_target")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.target_type_id}:{self.target_id}"


# Whether a person ever followed something, or asked not to.
_said = Compiled(
    lambda user, kind, target: Follow.objects.filter(user=user, target_type=kind, target_id=target).values_list("pk")
)
_following = Compiled(
    lambda user, kind, target: Follow.objects.filter(
        user=user, is_muted=False, target_type=kind, target_id=target
    ).values_list("pk")
)
_followers = Compiled(
    lambda kind, target: Follow.objects.filter(
        is_muted=False, user__is_active=True, target_type=kind, target_id=target
    ).values_list("user_id", flat=True)
)
_muted = Compiled(
    lambda kind, target: Follow.objects.filter(is_muted=True, target_type=kind, target_id=target).values_list(
        "user_id", flat=True
    )
)
