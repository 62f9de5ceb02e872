from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from ideas.reviewing_room.models.review import Review, Rule

if TYPE_CHECKING:
    from intranet.accounts.models import User


class EntryQuerySet(models.QuerySet["Entry"]):
    def on(self) -> Self:
        """Keep what is on the shortlist now."""
        return self.filter(removed_at=None)

    def visible_to(self, user: "User") -> Self:
        return self.on().filter(idea__in=Idea.objects.visible_to(user))


class Entry(models.Model):
    """An idea on the shortlist of a review: put there by its rule (``rule`` and ``rank``), or by hand, with who and why.

    Taken off, its row stays: what was said and scored there is not lost, and the rule does not put it back.
    """

    class Beside(models.TextChoices):
        """Why the rule keeps an idea beside the others."""

        BRIDGES = "bridges", _("bridges most")
        DIVIDES = "divides", _("divides most")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="entries")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=12, choices=Rule, blank=True)
    rank = models.PositiveIntegerField(default=0)
    beside = models.CharField(max_length=8, choices=Beside, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(_("why"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea of a shortlist")
        verbose_name_plural = _("ideas of a shortlist")
        constraints = [models.UniqueConstraint(fields=["review", "idea"], name="ideas_review_entry_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} in {self.review_id}"

    def get_absolute_url(self) -> str:
        return self.review.url("idea", self.idea_id)

    @property
    def is_by_hand(self) -> bool:
        return not self.rule and not self.beside
