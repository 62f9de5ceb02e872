import hashlib
import json
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.accounts import roles

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.moderation.clauses import CitedClause

GENESIS = "0" * 64


class LogHead(models.Model):
    """Where the log of decisions ends: one row, locked by whoever adds to it.

    Its lock makes the chain one line under concurrency. Its ``count`` and ``last_hash`` betray rows that were cut
    from the end, which a chain alone cannot.
    """

    count = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.count} decisions"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of(self, target: models.Model) -> Self:
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.pk)

    def append(
        self,
        *,
        action: str,
        kind: str,
        target: models.Model,
        by: "User",
        reason: str,
        clause: "CitedClause | None",
    ) -> "Decision":
        """Write the next line of the log. Call it inside a transaction: it keeps the head of the log locked until commit."""
        LogHead.objects.get_or_create(pk=1)
        head = LogHead.objects.select_for_update().get(pk=1)
        decision = Decision(
            number=head.count + 1,
            action=action,
            kind=kind,
            target_type=ContentType.objects.get_for_model(target),
            target_id=target.pk,
            reason=reason,
            clause_key=clause.key if clause else "",
            clause_labels=clause.labels if clause else {},
            clause_url=clause.url if clause else "",
            by=by,
            role=leading_role(by),
            previous_hash=head.last_hash,
        )
        decision.hash = decision.computed_hash()
        decision.save(force_insert=True)
        head.count, head.last_hash = decision.number, decision.hash
        head.save()
        return decision

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("the log of decisions is append-only")

    def delete(self) -> NoReturn:
        raise TypeError("the log of decisions is append-only")


class Decision(models.Model):
    """One line of the public log: what was decided about a contribution, why, and under which charter clause.

    Append-only. Each row's hash covers the previous one's, so a row that is changed, taken out or slipped in later shows
    (``manage.py verify_moderation_log``). The clause is frozen as it read that day. ``by`` is for the moderators' own eyes
    and is not in the hash: people read the role, and erasing an account must not break the chain.
    """

    class Action(models.TextChoices):
        HIDE = "hide", pgettext_lazy("decision", "Hidden")
        RESTORE = "restore", pgettext_lazy("decision", "Restored")
        DISMISS = "dismiss", pgettext_lazy("decision", "Report dismissed")

    number = models.PositiveBigIntegerField(unique=True)
    action = models.CharField(max_length=10, choices=Action)
    kind = models.CharField(max_length=30)
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    reason = models.TextField(_("reason"))
    clause_key = models.CharField(max_length=120, blank=True)
    clause_labels = models.JSONField(default=dict)
    clause_url = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        indexes = [models.Index(fields=["target_type", "target_id", "-number"], name="decision_target")]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("the log of decisions is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("the log of decisions is append-only")

    @property
    def clause_label(self) -> str:
        """The clause as it was called that day, in the reader's language if it had a name in it."""
        language = (translation.get_language() or "")[:2]
        return self.clause_labels.get(language) or next(iter(self.clause_labels.values()), "")

    @property
    def role_label(self) -> "str | Promise":
        return roles.LABELS.get(self.role, self.role)

    def computed_hash(self) -> str:
        """Return the SHA-256 of this row's words and the previous row's hash, as they should be."""
        content = [
            self.previous_hash,
            self.number,
            self.action,
            self.kind,
            self.target_id,
            self.reason,
            self.clause_key,
            self.clause_labels,
            self.clause_url,
            self.role,
            self.at.timestamp(),
        ]
        line = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(line.encode()).hexdigest()


def leading_role(user: "User") -> str:
    """Return the role in which ``user`` decides: what the public log names instead of a person."""
    for role in (roles.COMMUNITY_MANAGER, roles.LEADERSHIP, roles.ADMINISTRATOR, roles.REPRESENTATIVE):
        if role in user.role_names:
            return role
    return roles.ADMINISTRATOR if user.is_superuser else roles.EMPLOYEE
