from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from intranet.search.measuring.trying import Verdicts


class Change(models.Model):
    """A change of synonyms, recommended results or weights: proposed, tried, then applied or left.

    ``edits``: a list of ``{"model", "pk", "before", "after"}`` with the fields of a row as JSON; ``before`` is ``None``
    for what is new, ``after`` for what is removed. ``outcome``: what trying it showed (see ``trying``); the texts of
    queries in it go when the names of the log go, the numbers stay.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPLIED = "applied", _("applied")

    edits = models.JSONField()
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undoes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="undone_by")
    outcome: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("change of the search")
        verbose_name_plural = _("changes of the search")
        ordering = ["-applied_at", "-pk"]
        permissions = [("read_changes", "Can read how the search was tuned, and why it was changed")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def verdicts(self) -> "Verdicts":
        from intranet.search.measuring.trying import Verdicts

        return Verdicts.of(self.outcome)
