from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.core.fields import RichTextField

if TYPE_CHECKING:
    from ideas.models.idea import Idea
    from intranet.accounts.models import User


class RevisionManager(models.Manager["IdeaRevision"]):
    def keep(self, idea: "Idea", *, by: "User | None", visible: bool) -> "IdeaRevision":
        """Keep what ``idea`` says now: as a new revision, or (not ``visible``) in the place of the latest one.

        Called inside the transaction that saved the idea, under its lock.
        """
        latest = self.filter(idea=idea).order_by("number").last()
        if latest is None:
            latest = IdeaRevision(idea=idea, number=1)
        elif visible:
            latest = IdeaRevision(idea=idea, number=latest.number + 1)
        latest.by, latest.at = by, timezone.now()
        latest.title, latest.problem, latest.proposal, latest.benefit = (
            idea.title,
            idea.problem,
            idea.proposal,
            idea.benefit,
        )
        latest.departments = sorted(department.name for department in idea.departments.all())
        latest.tags = sorted(tag.name for tag in idea.tags.all())
        latest.cost, latest.answers = idea.cost, idea.answers
        latest.save()
        return latest


class IdeaRevision(models.Model):
    """What an idea said at one moment. Number 1 is the idea as its first supporter found it."""

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=160)
    problem = RichTextField(_("the problem"), profile="article", blank=True)
    proposal = RichTextField(_("the proposal"), profile="article")
    benefit = RichTextField(_("expected benefit"), profile="article", blank=True)
    departments = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    cost = models.PositiveBigIntegerField(null=True)
    answers: Any = models.JSONField(default=dict)

    objects = RevisionManager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["idea", "number"], name="ideas_revision_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} #{self.number}"
