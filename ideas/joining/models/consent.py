from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """For whose idea somebody answers: the one that is merged or split, or the one that stays."""

    SOURCE = "source", _("the idea that is merged or split")
    TARGET = "target", _("the idea that stays")


class Consent(models.Model):
    """What was answered for one side. ``for_absent``: by who may decide because none of its authors is there."""

    joining = models.ForeignKey("ideas_joining.Joining", on_delete=models.CASCADE, related_name="consents")
    side = models.CharField(max_length=6, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted = models.BooleanField()
    for_absent = models.BooleanField(default=False)
    word = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["joining", "side"], name="ideas_consent_once")]

    def __str__(self) -> str:
        return f"{self.joining_id}: {self.side} {'+' if self.accepted else '−'}"
