from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ideas.models import Rulebook

if TYPE_CHECKING:
    from intranet.accounts.models import User


class BallotManager(models.Manager["Ballot"]):
    def lock(self, rulebook: Rulebook, voter: "User", *, allowed: int | None) -> "Ballot":
        """Return the ballot of ``voter``, its row locked until the end of the transaction; an empty one if new.

        Every change of a ballot begins here, so what it may still spend is counted by one at a time.
        """
        self.bulk_create([Ballot(rulebook=rulebook, voter=voter, allowed=allowed)], ignore_conflicts=True)
        return self.select_for_update(no_key=True, of=("self",)).get(rulebook=rulebook, voter=voter)


class Ballot(models.Model):
    """What one person chose under one rulebook, while the vote is open; the row that is locked to change it.

    ``spent`` is the sum of its votes' points, ``allowed`` the most that it can be (``None``: approvals, no limit).
    ``version`` counts the changes: a page that was opened on an older one never overwrites. Ballots of a secret vote
    are gone once it has closed: see ``SealedBallot``. ``code_digest``: SHA-256 of the receipt's code.
    """

    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="ballots")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    allowed = models.PositiveIntegerField(null=True)
    spent = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    code_digest = models.CharField(max_length=64, blank=True, db_index=True)
    updated_at = models.DateTimeField(null=True)

    objects = BallotManager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "voter"], name="ideas_ballot_once"),
            models.CheckConstraint(
                condition=Q(allowed=None) | Q(spent__lte=F("allowed")), name="ideas_ballot_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter_id} in {self.rulebook_id}"

    def choices(self) -> dict[int, int]:
        """Return the points by idea. One query."""
        return dict(self.votes.order_by("idea_id").values_list("idea_id", "points"))


class Vote(models.Model):
    """Points (tokens; 1 for an approval) that a ballot gives to an idea."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    idea = models.ForeignKey("ideas.Idea", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "idea"], name="ideas_vote_once"),
            models.CheckConstraint(condition=Q(points__gte=1), name="ideas_vote_some_points"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} → {self.idea_id}: {self.points}"
