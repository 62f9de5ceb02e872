from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def waiting(self) -> Self:
        return self.filter(answer=Choice.Answer.WAITING, joining__state="done")


class Choice(models.Model):
    """What becomes of one person's support when the idea that they supported was merged or split.

    Counted as kept after seven days without a word. Of a split, ``kept_parts`` are the ids of the parts they chose.
    Nobody but the person sees it.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Not answered yet")
        KEPT = "kept", _("Kept")
        WITHDREW = "withdrew", _("Withdrawn")
        FOLLOWS = "follows", _("Follows only")

    joining = models.ForeignKey("ideas_joining.Joining", on_delete=models.CASCADE, related_name="choices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.WAITING)
    kept_parts: Any = models.JSONField(default=list)
    at = models.DateTimeField(null=True)
    by_clock = models.BooleanField(default=False)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joining", "user"], name="ideas_choice_once")]
        indexes = [
            models.Index(fields=["user"], condition=models.Q(answer="waiting"), name="ideas_choice_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.joining_id}: {self.user_id} {self.answer}"
