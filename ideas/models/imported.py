from django.contrib.contenttypes.models import ContentType
from django.db import models


class ImportedSource(models.Model):
    """Where something imported came from: its key in its own world is used once, so an import can be run again."""

    key = models.CharField(max_length=255, unique=True)
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.BigIntegerField()

    def __str__(self) -> str:
        return self.key
