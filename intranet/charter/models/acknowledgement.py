from django.conf import settings
from django.db import models
from django.utils import timezone

from intranet.charter.models.version import CharterVersion


class Acknowledgement(models.Model):
    """A person said: I have read this version of the charter."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="acknowledgements")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.user_id} read v{self.version_id}"
