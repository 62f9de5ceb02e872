import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# For so long the log knows who asked; everyone who asked what was then written is told within this time.
NAMES_KEPT = timedelta(days=30)


class Outcome(models.TextChoices):
    OPEN = "open", _("not known yet")
    CLICKED = "clicked", _("a result was opened")
    ABANDONED = "abandoned", _("nothing was opened")
    REFORMULATED = "reformulated", _("asked again in other words")
    ZERO = "zero", _("nothing was found")


FAILED = (Outcome.ABANDONED, Outcome.REFORMULATED, Outcome.ZERO)


class AskedQuerySet(models.QuerySet["Asked"]):
    def failed(self) -> Self:
        return self.filter(settled=True, outcome__in=FAILED)

    def of_known_people(self) -> Self:
        return self.filter(person__isnull=False, at__gte=timezone.now() - NAMES_KEPT)


class Asked(models.Model):
    """One search by one person: a page of results, or one sitting at the palette.

    Private: ``person`` is forgotten after ``NAMES_KEPT`` and shown to nobody before; the row goes after
    ``PARVIS_SEARCH_LOG_DAYS``. Its id is random, so that it tells nobody how many searches there were. ``key`` is what
    ways of asking the same share. ``settled`` once ``settling`` has said how it ended; ``dwelt`` when what was opened was
    not followed by another search at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    at = models.DateTimeField(default=timezone.now)
    results = models.PositiveSmallIntegerField()
    kinds = models.CharField(max_length=200, blank=True)
    in_palette = models.BooleanField(default=False)
    clicked_kind = models.CharField(max_length=30, blank=True)
    clicked_id = models.BigIntegerField(null=True)
    clicked_rank = models.PositiveSmallIntegerField(null=True)
    clicked_at = models.DateTimeField(null=True)
    followed = models.BooleanField(default=False)
    dwelt = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)
    settled = models.BooleanField(default=False)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [
            models.Index(fields=["at"], condition=models.Q(settled=False), name="asked_unsettled"),
            models.Index(fields=["at"], name="asked_at"),
            models.Index(fields=["person", "at"], name="asked_person"),
            models.Index(fields=["key", "at"], name="asked_key"),
        ]

    def __str__(self) -> str:
        return self.text
