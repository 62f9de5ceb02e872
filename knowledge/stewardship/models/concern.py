from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from intranet.accounts.models import User


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def settle(self, *, by: "User | None") -> int:
        """Close those that are open: somebody looked at the article after them."""
        return self.open().update(settled_at=timezone.now(), settled_by=by)


class Concern(models.Model):
    """Why an article is to check. One open row for each reason and cause, whatever happens how often.

    ``cause`` names what changed ("article:12", "clause:3", "idea:7", "" for what has no page), so that the reader who
    may see it gets a link to it and the others only the kind of reason.
    """

    class Kind(models.TextChoices):
        CITED = "cited", _("Something that it relies on changed")
        GONE = "gone", _("Something that it links to is not there any more")
        OWNER_LEFT = "left", _("Its owner left")
        OWNER_MOVED = "moved", _("Its owner changed department")
        UNHELPFUL = "unhelpful", _("Readers say that it does not help")
        INTERVAL = "interval", _("It is time to read it again")
        CHALLENGED = "challenged", _("A passage is contested")

    stewardship = models.ForeignKey("stewardship.Stewardship", on_delete=models.CASCADE, related_name="concerns")
    kind = models.CharField(max_length=12, choices=Kind)
    cause = models.CharField(max_length=60, blank=True)
    raised_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stewardship", "kind", "cause"], condition=Q(settled_at=None), name="concern_open_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def frozen(self) -> dict[str, Any]:
        """Return what the article's row keeps of it, so that showing why costs no query."""
        return {"kind": self.kind, "cause": self.cause, "at": self.raised_at.isoformat()}
