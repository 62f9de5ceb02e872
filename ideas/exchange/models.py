from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign

KEPT = timedelta(days=1)


class PendingImportManager(models.Manager["PendingImport"]):
    def forget_old(self) -> None:
        self.filter(at__lt=timezone.now() - KEPT).delete()


class PendingImport(models.Model):
    """A file that somebody sent and has not confirmed: its text waits here while its columns are chosen, a day at the most."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    objects = PendingImportManager()

    class Meta:
        verbose_name = _("import to confirm")
        verbose_name_plural = _("imports to confirm")
        permissions = [("export_names", "Can export ideas with the names of their authors")]

    def __str__(self) -> str:
        return self.name
