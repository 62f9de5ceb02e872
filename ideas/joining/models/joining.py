from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.joining.models.consent import Consent, Side
from ideas.models import Idea

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User

# How long a supporter has to say what becomes of their support, before it is counted as kept.
TIME_TO_CHOOSE = timedelta(days=7)


class JoiningQuerySet(models.QuerySet["Joining"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep those of ideas that ``user`` may all read: none says a word of an idea that one may not see."""
        if not user.is_authenticated:
            return self.none()
        seen = Idea.objects.visible_to(user).values("pk")
        return self.filter(Q(target=None) | Q(target__in=seen), source__in=seen)

    def open(self) -> Self:
        return self.filter(state=Joining.State.PROPOSED)

    def around(self, idea: Idea) -> Self:
        """Keep those in which ``idea`` has a part: merged, merged into, split, or a part of a split."""
        mine = Q(source=idea) | Q(target=idea)
        return self.filter(mine | Q(source=idea.split_from_id, kind="split") if idea.split_from_id else mine)


class Joining(models.Model):
    """A proposal to merge ``source`` into ``target``, or to split ``source`` into ``parts``; and what became of it.

    Anybody proposes; the authors accept. Once ``DONE`` it keeps what is needed to undo it exactly: the status that
    ``source`` had, whom it made follow what, the co-author it brought, and the supports by their claims.
    ``parts`` are the texts: title and proposal; ``made`` the ids of the ideas that they became.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", gettext_lazy("Merging of two ideas")
        SPLIT = "split", gettext_lazy("Splitting of an idea")

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("Waiting for the authors")
        DECLINED = "declined", gettext_lazy("Declined")
        WITHDRAWN = "withdrawn", gettext_lazy("Taken back")
        OVERTAKEN = "overtaken", gettext_lazy("Overtaken by what happened")
        DONE = "done", gettext_lazy("Carried out")
        UNDONE = "undone", gettext_lazy("Undone")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    source = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="joinings_from")
    target = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="joinings_into")
    parts: Any = models.JSONField(default=list)
    made: Any = models.JSONField(default=list)
    why = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_why = models.CharField(max_length=500, blank=True)
    status_before = models.CharField(max_length=20, blank=True)
    carried = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    made_follow: Any = models.JSONField(default=list)
    made_co_author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_thread = models.BooleanField(default=False)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"], condition=Q(state="proposed"), name="ideas_joining_one_open"
            ),
            models.UniqueConstraint(fields=["source"], condition=Q(state="done"), name="ideas_joining_stands_once"),
        ]
        permissions = [("stand_in", "Can answer merges and splits for authors who are gone, and undo them")]
        indexes = [models.Index(fields=["state", "done_at"], name="ideas_joining_state")]

    def __str__(self) -> str:
        if self.kind == self.Kind.SPLIT or self.target is None:
            return _("Split “%(title)s”") % {"title": self.source.title}
        return _("Merge “%(source)s” into “%(target)s”") % {"source": self.source.title, "target": self.target.title}

    def get_absolute_url(self) -> str:
        return reverse("ideas:joining:joining", args=[self.pk])

    @property
    def is_merge(self) -> bool:
        return self.kind == self.Kind.MERGE

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def sides(self) -> list[Side]:
        return [Side.SOURCE, Side.TARGET] if self.is_merge else [Side.SOURCE]

    def idea_of(self, side: str) -> Idea:
        idea = self.source if side == Side.SOURCE else self.target
        assert idea is not None
        return idea

    def open_sides(self) -> list[Side]:
        """Return the sides that nobody answered for yet. One query."""
        answered = set(Consent.objects.filter(joining=self).values_list("side", flat=True))
        return [side for side in self.sides if side not in answered]

    @property
    def choose_until(self) -> datetime | None:
        return self.done_at + TIME_TO_CHOOSE if self.done_at else None
