from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from intranet.contributions.models.activity import record
from knowledge.models import ArticlePage

if TYPE_CHECKING:
    from intranet.accounts.models import User


class PairingQuerySet(models.QuerySet["Pairing"]):
    def of(self, article: ArticlePage) -> "Pairing | None":
        """Return the side of ``article``, with the other article; one query."""
        return self.filter(article=article).select_related("other").first()

    @transaction.atomic
    def pair(self, one: ArticlePage, other: ArticlePage, *, by: "User | None") -> None:
        """Make the two each other's translation, each up to date with what readers see of the other.

        ``ValidationError`` when they are one article, in one language, or when either has another pair already.
        """
        first, second = sorted((one, other), key=lambda article: article.pk)
        first.hold()
        second.hold()
        if one.pk == other.pk or one.language == other.language:
            raise ValidationError(_("Choose an article in another language."))
        there = {side.article_id: side.other_id for side in self.filter(article__in=(one, other))}
        if there == {one.pk: other.pk, other.pk: one.pk}:
            return
        if there:
            raise ValidationError(_("One of the two has a translation already. Separate them first."))
        for article, facing in ((one, other), (other, one)):
            self.create(article=article, other=facing, other_revision=_seen(facing))
        record("article.paired", by=by, target=one, other=other.pk)

    @transaction.atomic
    def separate(self, article: ArticlePage, *, by: "User | None") -> None:
        """Have ``article`` and its translation know nothing of each other any more."""
        side = self.of(article)
        if side is not None:
            self.filter(article__in=(side.article_id, side.other_id)).delete()
            record("article.separated", by=by, target=article, other=side.other_id)

    def outdate(self, source: ArticlePage) -> "Pairing | None":
        """Mark the translation of ``source`` as out of date; return its side if it was not, for it to be told.

        Not when ``source`` itself was out of date: its new version is what catches up.
        """
        with transaction.atomic():
            side = self.filter(other=source, outdated_at=None).select_for_update().first()
            if side is None or self.filter(article=source).exclude(outdated_at=None).exists():
                return None
            side.outdated_at = timezone.now()
            side.save(update_fields=["outdated_at"])
            record("article.translation_outdated", by=None, target=side.article, source=source.pk)
        return side


class Pairing(models.Model):
    """One side of two articles that say the same in two languages; the other side is another row.

    ``other_revision`` is the version of ``other`` that ``article`` corresponds to. ``outdated_at``: since when a major
    change of ``other`` waits to be brought over.
    """

    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="pairing")
    other = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="+")
    other_revision = models.PositiveBigIntegerField(default=0)
    outdated_at = models.DateTimeField(null=True, db_index=True)

    objects = PairingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.article_id} ↔ {self.other_id}"

    @property
    def is_outdated(self) -> bool:
        return self.outdated_at is not None

    def other_then(self) -> Revision | None:
        """Return the version of the other article that this one corresponds to, if it is known."""
        return self.other.revisions.filter(pk=self.other_revision).first()

    @transaction.atomic
    def confirm(self, *, by: "User", revision: int) -> None:
        """Say that the article says again what version ``revision`` of the other says. A newer one may wait still."""
        side = Pairing.objects.select_for_update().get(pk=self.pk)
        side.other_revision = revision
        if revision >= _seen(side.other):
            side.outdated_at = None
        side.save(update_fields=["other_revision", "outdated_at"])
        record("article.translation_confirmed", by=by, target=side.article, revision=revision)
        self.refresh_from_db()


def _seen(article: ArticlePage) -> int:
    """Return the version that readers see, or the only one there is of a draft."""
    return article.live_revision_id or article.latest_revision_id or 0
