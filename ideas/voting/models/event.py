from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Rulebook


class VoteEvent(models.Model):
    """The log of votes: rows are added, never changed. The ballots can be recomputed from it.

    ``change``: points more (or less) for ``idea``. When a secret vote closes, its rows are replaced by one for each
    idea, without a voter, a time or an order: the log then still sums to the ballots, and says nothing of persons.
    """

    class Cause(models.TextChoices):
        CAST = "cast", _("cast")
        RETURNED = "returned", _("given back")
        SEALED = "sealed", _("sealed")

    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="vote_events")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    idea = models.ForeignKey("ideas.Idea", on_delete=models.PROTECT, related_name="+")
    change = models.IntegerField()
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.CAST)
    at = models.DateTimeField(default=timezone.now, null=True)

    class Meta:
        verbose_name = _("vote event")
        verbose_name_plural = _("vote events")

    def __str__(self) -> str:
        return f"{self.voter_id} {self.change:+d} {self.idea_id}"
