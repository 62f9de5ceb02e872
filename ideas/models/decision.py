from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.status import Status
from intranet.core.fields import RichTextField


class Decision(models.Model):
    """One step of an idea through the pipeline, and the official answer that came with it. Never changed after.

    A decision may keep the status and only add an answer. ``role`` freezes in which capacity the person decided.
    """

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=60, blank=True)
    from_status = models.CharField(max_length=20, choices=Status.choices)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    answer = RichTextField(_("official answer"), profile="post", blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.from_status} → {self.to_status}"
