from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, Status
from ideas.reviewing_room.errors import ForecastsClosed
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.accounts.models import User

# What was selected is looked at again after so many months.
MONTHS = (3, 6, 12)
# After the selection, forecasts are still taken for this long: later ones would know how it began.
FORECASTS_OPEN = timedelta(days=7)
SELECTED = frozenset({Status.PLANNED, Status.PILOT, Status.IN_PROGRESS})


class Number(models.DecimalField):
    """A measured quantity: up to 12 digits before the point and 3 after."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 15, "decimal_places": 3, **kwargs})


class MeasureManager(models.Manager["Measure"]):
    @transaction.atomic
    def define(self, idea: Idea, *, by: "User", **said: object) -> "Measure":
        """Say how the success of ``idea`` will be seen: ``label``, ``unit``, ``target``, ``at_least``, ``months``.

        Once there is a forecast it stands: forecasts are of this and of nothing else (``ForecastsClosed``). If the idea
        was selected already, its outcomes are asked from that day on.
        """
        found = self.select_for_update(of=("self",)).filter(idea=idea).first()
        measure = found or Measure(idea=idea, set_by=by)
        if found and found.forecasts.exists():
            raise ForecastsClosed
        for name, value in said.items():
            setattr(measure, name, value)
        measure.save()
        if idea.status in SELECTED:
            measure.begin(idea.last_decision.at if idea.last_decision else timezone.now())
        return measure


class Measure(models.Model):
    """How one will see whether an idea did what it was chosen for: a number to reach within so many months.

    ``selected_at``: the day it was planned or tried, from which the months are counted.
    """

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="measure")
    label = models.CharField(_("what is measured"), max_length=120)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    target = Number(_("number to reach"))
    at_least = models.BooleanField(default=True)
    months = models.PositiveSmallIntegerField(_("within"), default=12)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    selected_at = models.DateTimeField(null=True)

    objects = MeasureManager()

    class Meta:
        verbose_name = _("measure of success")
        verbose_name_plural = _("measures of success")
        constraints = [models.CheckConstraint(condition=Q(months__in=MONTHS), name="ideas_review_months")]

    def __str__(self) -> str:
        return self.label

    @property
    def last_day(self) -> date:
        """The day on which it is to be reached, if the idea is selected now where it was not yet."""
        return months_after(self.selected_at or timezone.now(), self.months).date()

    @property
    def takes_forecasts(self) -> bool:
        return self.selected_at is None or timezone.now() < self.selected_at + FORECASTS_OPEN

    def begin(self, at: datetime) -> None:
        """Count the months from ``at``: the outcomes are asked then. Can be done twice: the first day stays."""
        Measure.objects.filter(pk=self.pk, selected_at=None).update(selected_at=at)
        self.refresh_from_db(fields=["selected_at"])
        start = self.selected_at or timezone.now()
        Outcome.objects.bulk_create(
            [Outcome(measure=self, months=months, due_at=months_after(start, months)) for months in MONTHS],
            ignore_conflicts=True,
        )

    @transaction.atomic
    def foresee(self, *, by: "User", expected: Decimal, low: Decimal, high: Decimal, probability: int) -> "Forecast":
        """Keep what ``by`` foresees; their earlier word is replaced. ``ForecastsClosed`` a week after the selection."""
        now = Measure.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not now.takes_forecasts:
            raise ForecastsClosed
        forecast, _new = Forecast.objects.update_or_create(
            measure=self,
            by=by,
            defaults={"expected": expected, "low": low, "high": high, "probability": probability, "at": timezone.now()},
        )
        return forecast


class Forecast(models.Model):
    """What one member of the panel foresees: a number, the range that it lies in four times out of five, and how probable
    it is (in percent) that the target is reached in time. Others see it once they gave their own, or forecasts closed."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="forecasts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expected = Number()
    low = Number()
    high = Number()
    probability = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [
            models.UniqueConstraint(fields=["measure", "by"], name="ideas_review_forecast_once"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="ideas_review_probability"),
            models.CheckConstraint(
                condition=Q(low__lte=F("expected")) & Q(expected__lte=F("high")), name="ideas_review_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id}: {self.probability} %"


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def due(self) -> Self:
        """Keep those whose day came and that nobody was asked for yet; not of ideas that were given up."""
        given_up = (Status.DECLINED, Status.WITHDRAWN, Status.MERGED, Status.SPLIT)
        return self.filter(asked_at=None, told_at=None, due_at__lte=timezone.now()).exclude(
            measure__idea__status__in=given_up
        )

    def waiting_for(self, user: "User") -> Self:
        """Keep those that ``user`` was asked for and nobody told yet."""
        return self.filter(asked_at__isnull=False, told_at=None, asked=user.pk)


class Outcome(models.Model):
    """What was measured 3, 6 or 12 months after the selection. ``asked``: who was asked for it, once, on ``asked_at``."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="outcomes")
    months = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True)
    value = Number(_("measured"), null=True)
    note = models.CharField(_("what explains it"), max_length=1000, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(null=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["months"]
        constraints = [models.UniqueConstraint(fields=["measure", "months"], name="ideas_review_outcome_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(asked_at=None), name="ideas_review_outcome_due")]

    def __str__(self) -> str:
        return f"{self.measure_id} after {self.months} months"

    def get_absolute_url(self) -> str:
        return reverse("ideas_review:outcome", args=[self.pk])

    @transaction.atomic
    def tell(self, *, by: "User", value: Decimal, note: str) -> None:
        """Keep what was measured; a correction replaces it and stays in the activities."""
        before = Outcome.objects.select_for_update(of=("self",)).get(pk=self.pk).value
        self.value, self.note, self.told_by, self.told_at = value, note, by, timezone.now()
        self.save(update_fields=["value", "note", "told_by", "told_at"])
        record(
            "review.outcome_told",
            by=by,
            target=self.measure.idea,
            months=self.months,
            value=f"{value:f}",
            measure=self.measure.label,
            unit=self.measure.unit,
            goal=f"{self.measure.target:f}",
            at_least=self.measure.at_least,
            note=note[:300],
            before=None if before is None else f"{before:f}",
        )


def months_after(start: datetime, months: int) -> datetime:
    """Return the moment ``months`` months after ``start`` (the last day of a shorter month)."""
    index = start.month - 1 + months
    year, month = start.year + index // 12, index % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
