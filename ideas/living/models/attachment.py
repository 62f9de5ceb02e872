from typing import Self

from django.db import models

from ideas.models import Idea
from intranet.contributions.models import AttachedFile, AttachedFileQuerySet


class AttachmentQuerySet(AttachedFileQuerySet):
    def of(self, idea: Idea) -> Self:
        return self.filter(idea=idea).in_order()


class Attachment(AttachedFile):
    """A file beside an idea: a plan, a quotation, a table."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "upload"], name="ideas_attached_once")]
