from fractions import Fraction
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.reviewing_room.errors import AlreadySubmitted, NotComplete, ScoredElsewhere, ScoringClosed
from ideas.reviewing_room.models.criterion import Criterion
from ideas.reviewing_room.models.entry import Entry
from ideas.reviewing_room.models.review import Review
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.accounts.models import User

WORST, BEST = 1, 5


class ScorecardManager(models.Manager["Scorecard"]):
    def keep(
        self,
        entry: Entry,
        *,
        by: "User",
        scores: dict[int, int],
        comment: str,
        version: int,
        submit: bool = False,
    ) -> "Scorecard":
        """Keep what ``by`` thinks of ``entry`` ({criterion id: 1 to 5}), as a draft, or for good (``submit``).

        ``version`` is the one that the form was opened on (0: none yet); ``ScoredElsewhere`` if another was kept since,
        ``AlreadySubmitted`` once it was sent, ``ScoringClosed``, ``NotComplete``. Locks the review, then the card: the
        first that is sent freezes the grid, and the evaluation does not close in between.
        """
        with transaction.atomic():
            review = Review.objects.locked().get(pk=entry.review_id)
            if review.scoring_is_closed:
                raise ScoringClosed
            criteria = list(review.criteria.all())
            card = self.select_for_update(of=("self",)).filter(entry=entry, evaluator=by).first()
            card = card or Scorecard(entry=entry, evaluator=by)
            if card.submitted_at:
                raise AlreadySubmitted
            if card.version != version:
                raise ScoredElsewhere
            known = {criterion.pk for criterion in criteria}
            card.scores = {str(pk): score for pk, score in scores.items() if pk in known}
            card.comment, card.updated_at, card.version = comment, timezone.now(), version + 1
            if submit:
                missing = [criterion.label for criterion in criteria if criterion.pk not in scores]
                if missing:
                    raise NotComplete(missing)
                card.submitted_at = card.updated_at
                if not review.criteria_are_frozen:
                    Review.objects.filter(pk=review.pk).update(criteria_frozen_at=card.submitted_at)
                record("review.scored", by=by, target=review, idea=entry.idea_id)
            card.save()
        return card


class Scorecard(models.Model):
    """What one evaluator thinks of one idea. A draft is theirs alone; once sent, it is never changed.

    Who sees it when is decided in one place: ``ideas.reviewing_room.cards``.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="scorecards")
    evaluator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    scores = models.JSONField(default=dict)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)

    objects = ScorecardManager()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [models.UniqueConstraint(fields=["entry", "evaluator"], name="ideas_review_card_once")]

    def __str__(self) -> str:
        return f"{self.evaluator_id} on {self.entry_id}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    def score_of(self, criterion: Criterion) -> int | None:
        return self.scores.get(str(criterion.pk))

    def mean(self, criteria: "Iterable[Criterion]") -> Fraction | None:
        """Return the weighted mean of the scores given, exactly; ``None`` while there is none."""
        given = [
            (criterion.weight, self.scores[str(criterion.pk)])
            for criterion in criteria
            if str(criterion.pk) in self.scores
        ]
        total = sum(weight for weight, _score in given)
        return Fraction(sum(weight * score for weight, score in given), total) if total else None
