from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from intranet.accounts.models import User


class ActivityQuerySet(models.QuerySet["Activity"]):
    def pending(self) -> Self:
        """Keep the activities that the dispatcher has still to hand to their handlers."""
        return self.filter(dispatched_at=None)

    def of(self, target: models.Model) -> Self:
        """Return what happened to ``target``, in the order in which it was recorded."""
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.pk).order_by("pk")


class Activity(models.Model):
    """Something that happened: ``actor`` did ``verb`` to ``target``. History, feed, evidence and outbox in one.

    Written in the same transaction as what it tells (``record``), never changed after, but for ``dispatched_at`` and
    ``attempts``: the dispatcher sets them (see ``outbox``).
    """

    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    dispatched_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(fields=["target_type", "target_id", "id"], name="activity_target"),
            models.Index(fields=["verb", "at"], name="activity_verb"),
            models.Index(fields=["attempts", "id"], condition=models.Q(dispatched_at=None), name="activity_pending"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type_id}:{self.target_id}"


def record(verb: str, *, by: "User | None", target: models.Model, **data: Any) -> Activity:
    """Write that ``by`` did ``verb`` to ``target``. Call it inside the transaction that does it.

    ``verb`` must be declared (``registry.declare_verb``); ``data`` is JSON: ids and short frozen texts, no secrets.
    ``by`` is ``None`` for what the site itself does (an import, a deadline). The handlers run after commit, in the
    worker, at least once: they must bear being run twice.
    """
    from intranet.contributions.registry import registry

    registry.check_verb(verb)
    return Activity.objects.create(
        verb=verb,
        actor=by,
        target_type=ContentType.objects.get_for_model(target, for_concrete_model=True),
        target_id=target.pk,
        data=data,
    )
