from typing import Self

from django.db import models

from knowledge.models.articles import ArticlePage
from knowledge.models.spaces import SpacePage


class ImportedDocumentQuerySet(models.QuerySet["ImportedDocument"]):
    def of(self, space: SpacePage) -> Self:
        """Keep what was imported into ``space`` (and the spaces that the import made in it)."""
        return self.filter(space=space)


class ImportedDocument(models.Model):
    """Which article a document became, so that importing again finds it, and whether it was edited here since.

    ``digest`` is of what was imported; ``revision_id`` is the version that the import wrote.
    """

    space = models.ForeignKey(SpacePage, on_delete=models.CASCADE, related_name="+")
    source_key = models.CharField(max_length=1000)
    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    revision_id = models.PositiveBigIntegerField()

    objects = ImportedDocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "source_key"], name="imported_once")]

    def __str__(self) -> str:
        return self.source_key

    @property
    def was_edited_here(self) -> bool:
        return self.article.latest_revision_id != self.revision_id
