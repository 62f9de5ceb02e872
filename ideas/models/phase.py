from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models.acts import Act


class Phase(models.Model):
    """A stretch of a campaign and what it opens. Phases of one campaign never overlap.

    ``opened_at`` and ``closed_at`` are stamped once by the clock (``ideas.clock``), which does then what happens at a
    change; what is open is decided by ``Campaign.schedule``, on time without it. ``reminded_at``: those who had not
    acted were reminded.
    """

    campaign = models.ForeignKey("ideas.Campaign", on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=80)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    acts = models.JSONField(_("what is open"), default=list)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["opens_at", "pk"]
        indexes = [
            models.Index(fields=["opens_at"], condition=models.Q(opened_at=None), name="ideas_phase_to_open"),
            models.Index(fields=["closes_at"], condition=models.Q(closed_at=None), name="ideas_phase_to_close"),
        ]

    def __str__(self) -> str:
        return self.title

    def opens(self, act: Act | str) -> bool:
        return act in self.acts

    @property
    def act_labels(self) -> list[Any]:
        return [act.label for act in Act if act in self.acts]
