from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import policies
from ideas.models import Campaign
from ideas.reviewing_room.errors import HasScored
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User

# A shortlist is read by people: beyond this many it is a list.
LONGEST = 200


class Rule(models.TextChoices):
    """How a shortlist is drawn. Each adds the idea that bridges most and the one that divides most."""

    SUPPORT = "support", _("Most supported")
    BRIDGING = "bridging", _("Bridging most")
    PAIRWISE = "pairwise", _("First in the duels")
    DISCUSSED = "discussed", _("Most discussed")
    WAITING = "waiting", _("Waiting longest")


class ReviewOfIdeasQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep those of campaigns that ``user`` may see: all for who decides, else where they evaluate."""
        if not user.is_authenticated:
            return self.none()
        kept = self.filter(campaign__in=Campaign.objects.visible_to(user))
        if policies.can_decide(user):
            return kept
        return kept.filter(Exists(Evaluator.objects.filter(review=OuterRef("pk"), user=user.pk)))

    def locked(self) -> Self:
        return self.select_for_update(no_key=True, of=("self",))

    def open(self, campaign: Campaign, *, by: "User", title: str) -> "Review":
        """Open the next review of ``campaign``, with a grid to begin from. Its number is given under the campaign's lock."""
        from ideas.reviewing_room.models.criterion import Criterion

        with transaction.atomic():
            Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
            last = self.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
            review = self.create(campaign=campaign, number=last + 1, title=title, opened_by=by)
            Criterion.objects.begin(review)
            record("review.opened", by=by, target=review)
        return review


class Urls:
    """The addresses of a room, or of an idea in it, for templates: ``{{ review.urls.draw }}``, ``{{ place.urls.score }}``."""

    def __init__(self, review: "Review", *args: int) -> None:
        self._review, self._args = review, args

    def __getitem__(self, name: str) -> str:
        return self._review.url(name, *self._args)


class Review(models.Model):
    """One sitting of the room: ideas of a campaign, the grid they are judged by, who judges, and what is decided.

    ``criteria_frozen_at``: the first scorecard was sent, the grid is fixed. ``scoring_closed_at``: no more scorecards;
    everybody in the room sees all that were sent. Both change under this row's lock.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=160)
    rule = models.CharField(_("rule"), max_length=12, choices=Rule, blank=True)
    top = models.PositiveSmallIntegerField(_("how many"), default=10)
    minimum_breadth = models.PositiveSmallIntegerField(_("departments at least"), default=0)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    criteria_frozen_at = models.DateTimeField(null=True)
    scoring_closed_at = models.DateTimeField(null=True)
    scoring_closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReviewOfIdeasQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="ideas_review_number")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url("room")

    def url(self, name: str, *args: int) -> str:
        """Return the address ``name`` of this room (``args``: an idea)."""
        return reverse(f"ideas_review:{name}", args=[self.campaign.slug, self.number, *args])

    @property
    def urls(self) -> Urls:
        return Urls(self)

    @property
    def criteria_are_frozen(self) -> bool:
        return self.criteria_frozen_at is not None

    @property
    def scoring_is_closed(self) -> bool:
        return self.scoring_closed_at is not None

    @transaction.atomic
    def invite(self, people: "Iterable[User]", *, by: "User") -> list["User"]:
        """Have ``people`` evaluate; return those who did not already."""
        known = set(self.evaluators.values_list("user_id", flat=True))
        new = [person for person in people if person.pk not in known]
        Evaluator.objects.bulk_create(
            [Evaluator(review=self, user=person, invited_by=by) for person in new], ignore_conflicts=True
        )
        if new:
            record("review.invited", by=by, target=self, people=[person.pk for person in new])
        return new

    @transaction.atomic
    def uninvite(self, person: "User", *, by: "User") -> None:
        """Have ``person`` evaluate no more. ``HasScored`` if they sent a scorecard: it could be to silence it."""
        from ideas.reviewing_room.models.scorecard import Scorecard

        Review.objects.locked().get(pk=self.pk)
        theirs = Scorecard.objects.filter(entry__review=self, evaluator=person)
        if theirs.filter(submitted_at__isnull=False).exists():
            raise HasScored(str(person))
        theirs.delete()
        Evaluator.objects.filter(review=self, user=person).delete()

    @transaction.atomic
    def close_scoring(self, *, by: "User") -> bool:
        """Take no more scorecards, and show all; return whether it was open."""
        now = Review.objects.locked().get(pk=self.pk)
        if now.scoring_is_closed:
            return False
        self.scoring_closed_at, self.scoring_closed_by = timezone.now(), by
        self.save(update_fields=["scoring_closed_at", "scoring_closed_by"])
        record("review.scoring_closed", by=by, target=self)
        return True


class EvaluatorQuerySet(models.QuerySet["Evaluator"]):
    def expected(self) -> Self:
        """Keep those whose scorecards are waited for: whose account is open."""
        return self.filter(user__is_active=True)

    def of(self, user: "User") -> Self:
        return self.filter(Q(user=user.pk))


class Evaluator(models.Model):
    """Somebody who was invited by name to score the ideas of a review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="evaluators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    objects = EvaluatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluator")
        verbose_name_plural = _("evaluators")
        constraints = [models.UniqueConstraint(fields=["review", "user"], name="ideas_review_evaluator_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.review_id}"
