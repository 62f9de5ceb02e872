from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.moderation.models.decision import Decision

if TYPE_CHECKING:
    from intranet.accounts.models import User


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(decision=None)

    def of(self, target: models.Model) -> Self:
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.pk)

    def visible_to(self, user: "User") -> Self:
        """Keep the reports that ``user`` may read: their own, and for moderators all."""
        if user.has_perm("moderation.moderate"):
            return self
        return self.filter(reporter=user)


class Report(models.Model):
    """Somebody says that a contribution does not belong here. Open until a decision answers it.

    One open report a person and contribution (the database holds to it); who reported is never shown but to moderators.
    """

    class Category(models.TextChoices):
        # To criticise the company is no reason, and is not in this list.
        DISRESPECT = "disrespect", _("Disrespectful or hurtful to somebody")
        HARASSMENT = "harassment", _("Harassment or discrimination")
        PRIVATE = "private", _("Reveals personal or confidential information")
        FALSE = "false", _("Factually wrong in a way that can do harm")
        UNLAWFUL = "unlawful", _("Against the law or somebody's rights")
        OFF_TOPIC = "off_topic", _("Out of place: advertising, repeated, off topic")
        OTHER = "other", _("Something else")

    kind = models.CharField(max_length=30, editable=False)
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", editable=False)
    target_id = models.BigIntegerField(editable=False)
    target = GenericForeignKey("target_type", "target_id")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    category = models.CharField(_("what is the matter?"), max_length=20, choices=Category)
    words = models.TextField(_("in your words"), max_length=2000)
    at = models.DateTimeField(default=timezone.now, editable=False)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="reports", editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions = [("moderate", "Can decide about reported contributions")]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "reporter"],
                condition=models.Q(decision=None),
                name="one_open_report",
            )
        ]
        indexes = [
            models.Index(fields=["reporter", "at"], name="report_reporter"),
            models.Index(
                fields=["target_type", "target_id", "at"], condition=models.Q(decision=None), name="report_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}"

    def get_absolute_url(self) -> str:
        """Return where it is read: by moderators as a case, by its author with what became of it."""
        return reverse("moderation:one_report", args=[self.pk])
