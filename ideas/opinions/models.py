from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models import Campaign
from intranet.contributions.models import Contribution, ContributionQuerySet
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.accounts.models import User

LONGEST = 200
_COUNTS = {1: "agrees", -1: "disagrees", 0: "passes"}


class OpinionMap(models.Model):
    """A question put to the people of a campaign, answered by short statements that everybody votes on.

    ``result`` is what the worker found (see ``mapping``): aggregates that may be shown, and what is needed to place a
    reader. ``stale``: somebody voted or a statement changed since it was computed.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="opinion_map")
    question = models.CharField(_("question"), max_length=200)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    result: Any = models.JSONField(default=dict)
    stale = models.BooleanField(default=False)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("opinion map")
        verbose_name_plural = _("opinion maps")

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("ideas:opinions:map", args=[self.campaign.slug])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @classmethod
    def begin(cls, campaign: Campaign, *, by: "User", question: str) -> "OpinionMap":
        """Open the map of ``campaign``, or change its question."""
        with transaction.atomic():
            made, created = cls.objects.update_or_create(
                campaign=campaign,
                defaults={"question": question, "closed_at": None},
                create_defaults={"question": question, "opened_by": by},
            )
            record("opinions.opened" if created else "opinions.changed", by=by, target=campaign)
        return made

    def close(self, *, by: "User") -> None:
        """Take no more votes and statements; what was found stays to read."""
        with transaction.atomic():
            if OpinionMap.objects.filter(pk=self.pk, closed_at=None).update(closed_at=timezone.now()):
                record("opinions.closed", by=by, target=self.campaign)
        self.refresh_from_db()


class StatementQuerySet(ContributionQuerySet):
    def without_answer_of(self, user: "User") -> Self:
        """Keep what ``user`` has not voted on yet."""
        mine = Opinion.objects.filter(statement=models.OuterRef("pk"), user=user.pk)
        return self.filter(~models.Exists(mine))


class Statement(Contribution):
    """A short statement that one can agree or disagree with. It cannot be edited: people voted on these words.

    The counts are of the latest vote of each voter. They choose what to show next; people see only what ``mapping``
    lets through.
    """

    map = models.ForeignKey(OpinionMap, on_delete=models.CASCADE, related_name="statements")
    text = models.CharField(_("statement"), max_length=LONGEST)
    agrees = models.PositiveIntegerField(default=0, editable=False)
    disagrees = models.PositiveIntegerField(default=0, editable=False)
    passes = models.PositiveIntegerField(default=0, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("opinion map", "statement")
        verbose_name_plural = pgettext_lazy("opinion map", "statements")
        indexes = [models.Index(fields=["map", "created_at"], name="ideas_statement_map")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("ideas:opinions:statement", args=[self.pk])

    @classmethod
    def add(cls, opinion_map: OpinionMap, *, by: "User", text: str, language: str = "") -> "Statement":
        """Put a statement before everybody of the campaign. Who wrote it agrees with it, until they vote otherwise."""
        with transaction.atomic():
            made = cls.objects.create(
                map=opinion_map,
                author=by,
                audience_id=opinion_map.campaign.audience_id,
                language=language or by.language,
                text=text,
            )
            record("statement.added", by=by, target=made)
            Opinion.objects.vote(made, by=by, value=1)
        return made

    def on_hidden_changed(self, *, by: "User") -> None:
        """A hidden statement is not voted on, and not on the map: it is drawn anew."""
        OpinionMap.objects.filter(pk=self.map_id).update(stale=True)


class OpinionManager(models.Manager["Opinion"]):
    def vote(self, statement: Statement, *, by: "User", value: int) -> bool:
        """Say that ``by`` agrees (1), disagrees (−1) or passes (0); the latest vote counts. Return whether it is new.

        The statement's row is locked, so that of two votes at once by one person the counts know both. No activity:
        nobody is told what anybody votes.
        """
        with transaction.atomic():
            held = Statement.objects.select_for_update(no_key=True, of=("self",)).get(pk=statement.pk)
            before = self.filter(statement=held, user=by).first()
            if before is not None and before.value == value:
                return False
            changes: dict[str, Any] = {_COUNTS[value]: F(_COUNTS[value]) + 1}
            if before is None:
                self.create(statement=held, user=by, value=value)
            else:
                changes[_COUNTS[before.value]] = F(_COUNTS[before.value]) - 1
                self.filter(pk=before.pk).update(value=value, at=timezone.now())
            OpinionEvent.objects.create(statement=held, user=by, value=value)
            Statement.objects.filter(pk=held.pk).update(**changes)
            OpinionMap.objects.filter(pk=held.map_id, stale=False).update(stale=True)
        return True


class Opinion(models.Model):
    """The latest vote of one person on one statement. Shown to nobody but that person.

    Who left is forgotten with their account; their votes go with it.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="opinions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.SmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = OpinionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "user"], name="ideas_opinion_once"),
            models.CheckConstraint(condition=models.Q(value__in=[-1, 0, 1]), name="ideas_opinion_value"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}"


class OpinionEvent(models.Model):
    """The log of votes: rows are added, never changed; the latest of each voter is their ``Opinion``."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="events")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.SmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.statement_id}"
