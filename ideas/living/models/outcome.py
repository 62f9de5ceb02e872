from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from intranet.core.fields import RichTextField


class Outcome(models.Model):
    """What is expected of an accepted idea, so that one can say later whether it came: measure, baseline, target.

    Said once the idea is accepted, before anything is measured; each ``Measurement`` is compared with it. Closing adds
    what was learned, in words or as an article of the knowledge base (``article``: its id, ``None``: none).
    """

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="outcome")
    measure = models.CharField(_("what is measured"), max_length=160, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("before"), max_digits=18, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(_("expected"), max_digits=18, decimal_places=4, null=True, blank=True)
    measure_on = models.DateField(_("to be measured on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    learned = RichTextField(_("what was learned"), profile="post", blank=True)
    article: Any = models.BigIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.measure}"

    def reached(self, value: Decimal) -> int | None:
        """Return how much of what was expected came, in percent of the way from ``baseline`` to ``target``.

        0 is nothing, 100 all of it, under 0 the other way. ``None`` where no way was said. Without a baseline, the way
        begins at 0.
        """
        if self.target is None:
            return None
        start = self.baseline or Decimal(0)
        if self.target == start:
            return None
        return int(((value - start) / (self.target - start) * 100).to_integral_value())


class Measurement(models.Model):
    """What was measured of an outcome, and when."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="measurements")
    value = models.DecimalField(_("measured"), max_digits=18, decimal_places=4)
    on = models.DateField(_("on"), default=timezone.localdate)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.value} ({self.on})"
