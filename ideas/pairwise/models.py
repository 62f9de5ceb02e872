from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Rulebook


class Comparison(models.Model):
    """What one person said of two ideas. ``first`` is the one with the smaller id, wherever it stood on the page.

    A pair is judged once by a person. ``outcome``: for whom; ``SKIPPED`` counts as shown and says nothing.
    """

    class Outcome(models.IntegerChoices):
        FIRST = 1, _("the first")
        SECOND = -1, _("the second")
        EQUAL = 0, _("equal")
        SKIPPED = 9, _("skipped")

    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="comparisons")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    first = models.ForeignKey("ideas.Idea", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("ideas.Idea", on_delete=models.PROTECT, related_name="+")
    first_was_left = models.BooleanField()
    outcome = models.SmallIntegerField(choices=Outcome.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "voter", "first", "second"], name="ideas_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="ideas_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}: {self.outcome}"


class Standing(models.Model):
    """How the duels of one vote came out, kept when it closed: strengths with intervals, and the sums behind them.

    ``data``: {"order": [{id, title, strength, low, high, share, shown}], "pairs": [[first, second, wins, losses,
    equals]], "settled", "comparisons", "voters"}. From "pairs" anybody computes the same again.
    """

    rulebook = models.OneToOneField(Rulebook, on_delete=models.PROTECT, related_name="standing")
    data: Any = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("result of duels")
        verbose_name_plural = _("results of duels")

    def __str__(self) -> str:
        return str(self.rulebook_id)
