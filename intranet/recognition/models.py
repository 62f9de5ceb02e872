import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models.activity import record
from intranet.contributions.registry import Kind

if TYPE_CHECKING:
    from intranet.accounts.models import User


class HighlightQuerySet(models.QuerySet["Highlight"]):
    def current(self) -> Self:
        """Keep what is on the home page today (its last day included, in the time zone of the reader)."""
        return self.filter(ended_at=None, until__gte=timezone.localdate())

    def past(self) -> Self:
        return self.exclude(pk__in=self.current().values("pk"))

    def of(self, target: models.Model) -> Self:
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.pk)

    @transaction.atomic
    def place(self, target: models.Model, *, kind: Kind, by: "User", why: str, until: datetime.date) -> "Highlight":
        """Put ``target`` on the home page until the end of that day, or change why and until when it is there.

        The author is thanked the first time, not when the words are changed.
        """
        where = {"target_type": ContentType.objects.get_for_model(target), "target_id": target.pk}
        self.filter(**where, ended_at=None, until__lt=timezone.localdate()).update(ended_at=timezone.now())
        highlight, is_new = self.select_for_update().get_or_create(
            **where, ended_at=None, defaults={"kind": kind.name, "why": why, "until": until, "by": by}
        )
        if is_new:
            record("contribution.highlighted", by=by, target=target, highlight=highlight.pk, why=why)
        else:
            highlight.why, highlight.until = why, until
            highlight.save(update_fields=["why", "until"])
        return highlight


class Highlight(models.Model):
    """The community manager's choice for everybody's home page: what, why, until which day. Ended, it stays as a record.

    It shows only to those who may see what it highlights (``recognition.choices``).
    """

    kind = models.CharField(max_length=30, editable=False)
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+", editable=False)
    target_id = models.BigIntegerField(editable=False)
    target = GenericForeignKey("target_type", "target_id")
    why = models.CharField(_("why"), max_length=280)
    until = models.DateField(_("last day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = HighlightQuerySet.as_manager()

    class Meta:
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")
        permissions = [("highlight", "Can choose what the home page highlights")]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id"], condition=models.Q(ended_at=None), name="highlighted_once"
            )
        ]
        indexes = [models.Index(fields=["until"], condition=models.Q(ended_at=None), name="highlight_current")]

    def __str__(self) -> str:
        return self.why

    @transaction.atomic
    def end(self, *, by: "User") -> None:
        """Take it off the home page now. Ending what has ended changes nothing."""
        changed = Highlight.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now())
        target: Any = self.target
        if changed and target is not None:
            record("contribution.highlight_ended", by=by, target=target, highlight=self.pk)
