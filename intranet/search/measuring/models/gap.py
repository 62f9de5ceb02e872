from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models.activity import record
from intranet.search.measuring.models.asked import Asked
from intranet.search.measuring.models.counts import FEWEST_PEOPLE

if TYPE_CHECKING:
    from intranet.accounts.models import User

# One person who asks once and finds nothing is no gap yet.
_LEAST_DEMAND = 2


class GapQuerySet(models.QuerySet["Gap"]):
    def shown(self) -> Self:
        return self.filter(demand__gte=_LEAST_DEMAND)

    def shown_to(self, user: "User", *, all_texts: bool) -> Self:
        """Keep what ``user`` may read of: who does not tune the search reads only what enough people asked, or theirs."""
        if all_texts:
            return self.shown()
        return self.shown().filter(Q(widest__gte=FEWEST_PEOPLE) | Q(items__isnull=False) | Q(assignee=user)).distinct()


class Gap(models.Model):
    """Something that people look for and that is not there, or does not help: near queries, pages and questions together.

    Made and counted by ``gathering``, never at page time. ``title`` is what most people asked ("" when only pages or
    questions tell of it); ``subject`` the words of whoever gave it to somebody to write. ``demand`` orders and hides
    noise; ``widest`` is how many people asked the most asked of its texts.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To write")
        WRITTEN = "written", _("Written")
        ASIDE = "aside", _("Set aside")

    title = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    people = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=0)
    demand = models.PositiveIntegerField(default=0)
    widest = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True)
    page_kind = models.CharField(max_length=30, blank=True)
    page_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        ordering = ["-people", "-times", "pk"]
        indexes = [models.Index(fields=["state", "-people", "-times", "id"], name="gap_list")]

    def __str__(self) -> str:
        return self.subject or self.title

    def get_absolute_url(self) -> str:
        return reverse("measuring:gap", args=[self.pk])

    @transaction.atomic
    def assign(self, person: "User", *, subject: str, by: "User") -> None:
        """Have ``person`` write it. They are told, and read ``subject``: what single people typed stays private."""
        self.assignee, self.assigned_at, self.subject = person, timezone.now(), subject
        self.save(update_fields=["assignee", "assigned_at", "subject"])
        record("search.gap_assigned", by=by, target=person, gap=self.pk, page=self.get_absolute_url())

    @transaction.atomic
    def close(self, kind: str, page: Any, *, by: "User") -> None:
        """Say that ``page`` now answers it: everyone who asked and may see the page is told, and asked whether it does."""
        gap = Gap.objects.select_for_update().get(pk=self.pk)
        if gap.state == Gap.State.WRITTEN and (gap.page_kind, gap.page_id) == (kind, page.pk):
            return
        gap._end(Gap.State.WRITTEN, by, kind, page.pk)
        record("search.gap_written", by=by, target=page, gap=gap.pk, page=reverse("measuring:solved", args=[gap.pk]))

    @transaction.atomic
    def set_aside(self, *, by: "User") -> None:
        """Nothing is to be written about it; it does not come back."""
        self._end(Gap.State.ASIDE, by, "", None)

    @transaction.atomic
    def reopen(self) -> None:
        self.state, self.closed_at, self.closed_by = Gap.State.OPEN, None, None
        self.save(update_fields=["state", "closed_at", "closed_by"])

    def _end(self, state: "Gap.State", by: "User", kind: str, page_id: int | None) -> None:
        self.state, self.closed_at, self.closed_by = state, timezone.now(), by
        self.page_kind, self.page_id = kind, page_id
        self.save(update_fields=["state", "closed_at", "closed_by", "page_kind", "page_id"])

    def searches_of_known_people(self) -> models.QuerySet[Asked]:
        return Asked.objects.of_known_people().filter(key__in=self.queries.values("key"))


class GapQuery(models.Model):
    """One way of asking for it, with how often it failed since ``first_at``."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="queries")
    key = models.CharField(max_length=200, unique=True)
    text = models.CharField(max_length=200)
    people = models.PositiveIntegerField()
    times = models.PositiveIntegerField()
    zero = models.PositiveIntegerField()
    abandoned = models.PositiveIntegerField()
    reformulated = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-people", "-times", "key"]

    def __str__(self) -> str:
        return self.text


class GapItem(models.Model):
    """A page that does not help, or a question without an answer, about the same thing; shown to who may see it."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    people = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-people", "kind", "target_id"]
        constraints = [models.UniqueConstraint(fields=["kind", "target_id"], name="gap_item_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"


class GapAnswer(models.Model):
    """Whether what was written solved it for one who asked; forgotten with the names of the log."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_solved = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gap", "person"], name="gap_answer_once")]

    def __str__(self) -> str:
        return f"{self.gap_id}: {self.is_solved}"
