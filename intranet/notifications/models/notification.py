from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import Activity

if TYPE_CHECKING:
    from intranet.accounts.models import User


class Reason(models.TextChoices):
    """Why a person is told: what they would say if asked "why do I get this?"."""

    MENTION = "mention", _("you were mentioned")
    REPLY = "reply", _("an answer to you")
    AUTHOR = "author", _("you wrote it")
    SUPPORTER = "supporter", _("you support it")
    FOLLOW = "follow", _("you follow it")
    MODERATION = "moderation", _("about moderation")
    KNOWS = "knows", _("you may know this")
    OWNER = "owner", _("you look after it")
    ASKED = "asked", _("you asked for it")
    SOUGHT = "sought", _("you looked for it")
    TAKES_PART = "takes_part", _("you take part")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: "User") -> Self:
        return self.filter(recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def mark_read(self) -> int:
        return self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """One activity told to one person, once. The words come from the activity when it is shown, in the reader's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notifications")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        constraints = [models.UniqueConstraint(fields=["recipient", "activity"], name="notification_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_list"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} to {self.recipient_id}"
