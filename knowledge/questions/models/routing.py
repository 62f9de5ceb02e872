from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from intranet.accounts.models import User


class Routing(models.Model):
    """A question was put to a person who probably knows, and why.

    ``evidence`` holds ids and words, never titles: ``{"article": [3], "answer": [8], "topic": ["hêtre"]}``. Whoever
    looks is shown only what they may see of it. ``declined_at``: the person said that it is not for them.
    """

    question = models.ForeignKey("questions.Question", on_delete=models.CASCADE, related_name="routings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("routing")
        verbose_name_plural = _("routings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="routed_once")]
        indexes = [models.Index(fields=["person", "-at"], name="routing_person")]

    def __str__(self) -> str:
        return f"{self.question_id} → {self.person_id}"

    def decline(self) -> None:
        """Say "not me": it no longer waits for this person, and does not count as a question they left unanswered."""
        type(self).objects.filter(pk=self.pk, declined_at=None).update(declined_at=timezone.now())


class RoutingChoiceManager(models.Manager["RoutingChoice"]):
    def is_asked(self, person: "User") -> bool:
        return not self.filter(person=person, is_asked=False).exists()

    def choose(self, person: "User", is_asked: bool) -> None:
        self.update_or_create(person=person, defaults={"is_asked": is_asked})


class RoutingChoice(models.Model):
    """Whether a person wants to be asked what they may know. Without a row, they are."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_asked = models.BooleanField(default=True)

    objects = RoutingChoiceManager()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.is_asked}"
