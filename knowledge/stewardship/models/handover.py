from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from intranet.accounts.models import User


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class HandOver(models.Model):
    """Somebody left: what they looked after needs somebody else. What that is, is read from the site when it is shown."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hand_over")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = HandOverQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.person)

    def close(self, *, by: "User") -> None:
        self.closed_at, self.closed_by = timezone.now(), by
        self.save(update_fields=["closed_at", "closed_by"])
