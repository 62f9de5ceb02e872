import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable


class Rulebook(models.Model):
    """The rules of a vote as they were frozen when it opened. Only its closing is written afterwards.

    ``digest`` is the SHA-256 of ``canonical``: whoever has the file can compute it again. ``opened_by`` is empty
    when the clock opened it, ``closed_by`` when it closed at its time; ``why`` is the public word of a person who
    closed it before.
    """

    campaign = models.ForeignKey("ideas.Campaign", on_delete=models.CASCADE, related_name="rulebooks")
    number = models.PositiveIntegerField()
    rules = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        verbose_name = _("rulebook")
        verbose_name_plural = _("rulebooks")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="ideas_rulebook_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} #{self.number}"

    @property
    def canonical(self) -> str:
        return canonical(self.rules)


class Elector(models.Model):
    """Who may vote under one rulebook, frozen with it: whoever joins or moves later changes nothing."""

    rulebook = models.ForeignKey(Rulebook, on_delete=models.CASCADE, related_name="electors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        constraints = [models.UniqueConstraint(fields=["rulebook", "user"], name="ideas_elector_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.rulebook_id}"


def canonical(rules: dict[str, Any]) -> str:
    """Return the one way to write ``rules`` as JSON: keys sorted, no spaces, no escapes; UTF-8 when hashed."""
    return json.dumps(rules, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(rules: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(rules).encode()).hexdigest()


def electorate_digest(ids: "Iterable[int]") -> str:
    """Return the SHA-256 of the ids of those who may vote, smallest first, one a line."""
    return hashlib.sha256("\n".join(map(str, sorted(ids))).encode()).hexdigest()
