"""What the community manager tunes on the site: synonyms, best bets, and how much each kind counts.

Each change is a verb that records an activity with what it was and what it is, so that it can be looked at and undone.
"""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.contributions.models.activity import record
from intranet.search.settings import Bet, Synonyms

if TYPE_CHECKING:
    from intranet.accounts.models import User


def lines_of(text: str) -> tuple[str, ...]:
    """Return the expressions of ``text``, one a line or separated by commas, each once."""
    found = (" ".join(piece.split()) for line in text.splitlines() for piece in line.split(","))
    return tuple(dict.fromkeys(piece for piece in found if piece))


class Tuned(models.Model):
    """One thing tuned: who did it last, and its verbs. A subclass names its activity verbs."""

    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    changed_verb = ""
    removed_verb = ""

    class Meta:
        abstract = True

    def frozen(self) -> dict[str, Any]:
        """Return what it says, as JSON, for the history."""
        raise NotImplementedError

    @transaction.atomic
    def change(self, *, by: "User | None") -> None:
        """Save it as it now is."""
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        self.changed_by, self.changed_at = by, timezone.now()
        self.save()
        record(self.changed_verb, by=by, target=self, before=before.frozen() if before else None, after=self.frozen())

    @transaction.atomic
    def remove(self, *, by: "User | None") -> None:
        record(self.removed_verb, by=by, target=self, before=self.frozen(), after=None)
        self.delete()


class SynonymGroup(Tuned):
    """Expressions that mean the same; or, with ``leads_to``, expressions that also find others."""

    LANGUAGES = [("", _("Both languages")), ("fr", _("French")), ("en", _("English"))]

    expressions = models.TextField(_("expressions"), max_length=2000)
    leads_to = models.TextField(_("also find"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=LANGUAGES)

    changed_verb, removed_verb = "search.synonyms_changed", "search.synonyms_removed"

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        permissions = [("tune_search", "Can tune the search: synonyms, recommended results, weights")]
        ordering = ["expressions", "pk"]

    def __str__(self) -> str:
        return ", ".join(lines_of(self.expressions))

    @property
    def leads_to_text(self) -> str:
        return ", ".join(lines_of(self.leads_to))

    def frozen(self) -> dict[str, Any]:
        return {
            "expressions": lines_of(self.expressions),
            "leads_to": lines_of(self.leads_to),
            "language": self.language,
        }

    def as_value(self) -> Synonyms:
        return Synonyms(lines_of(self.expressions), lines_of(self.leads_to), self.language)


class BestBetQuerySet(models.QuerySet["BestBet"]):
    def of(self, target: models.Model) -> Self:
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.pk)


class BestBet(Tuned):
    """What the community manager recommends when somebody asks this. It shows only to those who may see the target."""

    patterns = models.TextField(_("when somebody asks"), max_length=2000)
    anywhere = models.BooleanField(_("also among other words"), default=False)
    kind = models.CharField(max_length=30, editable=False)
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+", editable=False)
    target_id = models.BigIntegerField(editable=False)
    target = GenericForeignKey("target_type", "target_id")
    note = models.CharField(_("note"), max_length=280, blank=True)
    starts = models.DateField(pgettext_lazy("a date", "from"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)

    objects = BestBetQuerySet.as_manager()

    changed_verb, removed_verb = "search.bet_changed", "search.bet_removed"

    class Meta:
        verbose_name = _("recommended result")
        verbose_name_plural = _("recommended results")
        ordering = ["patterns", "pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="best_bet_target")]

    def __str__(self) -> str:
        return ", ".join(lines_of(self.patterns))

    def frozen(self) -> dict[str, Any]:
        return {
            "patterns": lines_of(self.patterns),
            "anywhere": self.anywhere,
            "kind": self.kind,
            "target": self.target_id,
            "note": self.note,
            "starts": self.starts and self.starts.isoformat(),
            "ends": self.ends and self.ends.isoformat(),
        }

    def as_value(self) -> Bet:
        return Bet(lines_of(self.patterns), self.kind, self.target_id, self.note, self.anywhere, self.starts, self.ends)


class KindBoost(Tuned):
    """By how much the relevance of a kind is multiplied; kinds without one count as they are."""

    LEAST, MOST = 0.25, 4.0

    kind = models.CharField(_("kind"), max_length=30, unique=True)
    factor = models.FloatField(_("factor"), default=1.0, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)])

    changed_verb, removed_verb = "search.boost_changed", "search.boost_removed"

    class Meta:
        verbose_name = _("weight of a kind")
        verbose_name_plural = _("weights of kinds")
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind} × {self.factor}"

    def frozen(self) -> dict[str, Any]:
        return {"kind": self.kind, "factor": self.factor}
