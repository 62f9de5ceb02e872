from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models.activity import record
from knowledge.models import ArticlePage
from knowledge.stewardship.models.concern import Concern
from knowledge.stewardship.models.stewardship import raise_concern

if TYPE_CHECKING:
    from intranet.accounts.models import User

# An article does not help when at least this many people said so since it was verified, and they are this share.
FEWEST = 3
SHARE = 0.4
COUNTED = timedelta(days=180)


class OpinionManager(models.Manager["Opinion"]):
    def give(
        self, article: ArticlePage, *, by: "User", is_helpful: bool, reason: str = "", words: str = "", asked: str = ""
    ) -> "Opinion":
        """Keep what ``by`` says of ``article``: one opinion a person, the last one counts.

        ``asked`` are the words of the search that led there, if one did. Raises the concern "unhelpful" when enough
        people say so (see ``FEWEST``, ``SHARE``) within ``COUNTED`` and since it was last verified.
        """
        with transaction.atomic():
            said = {"is_helpful": is_helpful, "reason": "" if is_helpful else reason, "words": words, "asked": asked}
            opinion, _created = self.update_or_create(
                article=article,
                person=by,
                defaults={**said, "at": timezone.now(), "revision_id": article.live_revision_id},
            )
            record("article.judged", by=None, target=article, helpful=is_helpful)
            if not is_helpful and self._does_not_help(article):
                raise_concern([article.pk], Concern.Kind.UNHELPFUL)
        return opinion

    def _does_not_help(self, article: ArticlePage) -> bool:
        row = article.stewardship if hasattr(article, "stewardship") else None
        since = timezone.now() - COUNTED
        if row is not None and row.verified_at is not None:
            since = max(since, row.verified_at)
        said = self.filter(article=article, at__gte=since)
        no = said.filter(is_helpful=False).count()
        return no >= FEWEST and no >= SHARE * said.count()


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def unhelpful(self) -> Self:
        return self.filter(is_helpful=False)


class Opinion(models.Model):
    """What one reader says of an article: it helped, or not and why. Owners see what is said, never who said it."""

    class Reason(models.TextChoices):
        OUTDATED = "outdated", _("It is out of date")
        WRONG = "wrong", _("Something in it is wrong")
        UNCLEAR = "unclear", _("It is hard to understand")
        INCOMPLETE = "incomplete", _("Something is missing")
        OTHER = "other", _("It is not what I was looking for")

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="opinions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_helpful = models.BooleanField()
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    words = models.CharField(max_length=500, blank=True)
    asked = models.CharField(max_length=200, blank=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    objects = OpinionManager.from_queryset(OpinionQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="opinion_once")]
        indexes = [models.Index(fields=["article", "at"], name="opinion_recent")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.is_helpful}"
