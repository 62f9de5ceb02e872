from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.reviewing_room.errors import CriteriaFrozen
from ideas.reviewing_room.models.review import Review

MOST_CRITERIA = 8
HEAVIEST = 100


class CriterionManager(models.Manager["Criterion"]):
    def begin(self, review: Review) -> None:
        """Give a new review a grid to begin from, in the words of the language it is opened in."""
        beginning = (
            (gettext("Worth for colleagues and clients"), 3),
            (gettext("Feasible with what we have"), 2),
            (gettext("Fits where we are going"), 2),
            (gettext("Cost in proportion to the worth"), 1),
        )
        self.bulk_create(
            Criterion(review=review, order=order, label=label[:80], weight=weight)
            for order, (label, weight) in enumerate(beginning, start=1)
        )

    def replace(self, review: Review, wanted: list[dict[str, Any]]) -> None:
        """Make ``wanted`` ({pk or None, label, about, weight}, in order) the grid of ``review``.

        A criterion that is only reworded or weighted anew keeps its row, so drafts keep its score. Under the review's
        lock, as the first scorecard that is sent freezes the grid (``CriteriaFrozen``).
        """
        with transaction.atomic():
            if Review.objects.locked().get(pk=review.pk).criteria_are_frozen:
                raise CriteriaFrozen
            known = {criterion.pk: criterion for criterion in self.filter(review=review)}
            kept = set()
            for order, said in enumerate(wanted, start=1):
                criterion = known.get(said["pk"]) or Criterion(review=review)
                criterion.order, criterion.label = order, said["label"]
                criterion.about, criterion.weight = said["about"], said["weight"]
                criterion.save()
                kept.add(criterion.pk)
            self.filter(review=review).exclude(pk__in=kept).delete()


class Criterion(models.Model):
    """One line of the grid. ``weight``: a whole number; a score counts in proportion to it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("criterion"), max_length=80)
    about = models.CharField(_("what it means"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)

    objects = CriterionManager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=HEAVIEST), name="ideas_review_weight")
        ]

    def __str__(self) -> str:
        return self.label
