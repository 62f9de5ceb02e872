from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign


class Every(models.TextChoices):
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week")
    NEVER = "never", _("Never")


class DigestChoice(models.Model):
    """How often somebody who follows a campaign wants its digest; without a row, every week."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    every = models.CharField(max_length=5, choices=Every.choices, default=Every.WEEK)

    class Meta:
        verbose_name = _("choice of a digest")
        verbose_name_plural = _("choices of digests")
        constraints = [models.UniqueConstraint(fields=["person", "campaign"], name="ideas_digest_choice_once")]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.campaign_id}: {self.every}"


class SentDigest(models.Model):
    """A digest was sent, or there was nothing to say: ``period`` is its day ("2026-11-21") or week ("2026-W47"), once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("digest sent")
        verbose_name_plural = _("digests sent")
        constraints = [models.UniqueConstraint(fields=["person", "campaign", "period"], name="ideas_digest_once")]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.campaign_id}: {self.period}"
