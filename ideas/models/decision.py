from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.status import Status
from intranet.core.fields import RichTextField


class Decision(models.Model):
    """One step of an idea through the pipeline, and the official answer that came with it. Never changed after.

    A decision may keep the status and only add an answer. ``role`` freezes in which capacity the person decided.
    ``reason`` says why an idea was declined; ``owner`` carries out what was decided, by ``due_at``.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision")
        APPEAL = "appeal", _("Answer to an appeal")
        AUTHOR = "author", _("Step of the author")
        MERGE = "merge", _("Merging")

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=60, blank=True)
    from_status = models.CharField(max_length=20, choices=Status.choices)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    answer = RichTextField(_("official answer"), profile="post", blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.DECISION)
    reason = models.ForeignKey(
        "ideas.DeclineReason",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reason"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            # An idea can be appealed once, however many send the form at once.
            models.UniqueConstraint(
                fields=["idea"],
                condition=models.Q(kind="author", from_status=Status.DECLINED),
                name="ideas_one_appeal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.from_status} → {self.to_status}"
