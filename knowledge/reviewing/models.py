from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

from intranet.core.compiled import Compiled
from knowledge import policies
from knowledge.models import ArticlePage, SpacePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class StewardApproval(Task):
    """The one step of a review: somebody who looks after the space, and wrote nothing of it, approves.

    Wagtail carries the state; who may act is asked of ``knowledge.policies`` each time, on the site and in the admin.
    """

    admin_form_fields = ["name"]

    class Meta:
        verbose_name = _("approval by a steward")
        verbose_name_plural = _("approvals by a steward")

    def get_actions(self, obj: Any, user: "User") -> list[tuple[str, Any, bool]]:
        if not policies.can_publish(user, obj.specific):
            return []
        return [("reject", _("Ask for changes"), True), ("approve", _("Approve and publish"), False)]

    def get_task_states_user_can_moderate(self, user: "User", **kwargs: Any) -> "models.QuerySet[TaskState]":
        waiting = TaskState.objects.filter(task=self.pk, status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(workflow_state__review__in=Review.objects.waiting_for(user))

    @classmethod
    def get_description(cls) -> Any:
        return _("The stewards of the space, and who manages the knowledge base, except those who wrote it")


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> Self:
        """Keep those under way: a reviewer's turn, or the writer's after changes were asked for."""
        return self.filter(
            workflow_state__status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
        )

    def in_progress(self) -> Self:
        """Keep those that wait for a reviewer."""
        return self.filter(workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)

    def of(self, article: ArticlePage) -> "Review | None":
        """Return the review of ``article`` that is under way; one query."""
        return _open_of.first(article.pk)

    def waiting_for(self, user: "User") -> Self:
        """Keep those that ``user`` was asked to look at."""
        return self.in_progress().filter(asked=user.pk, article__in=ArticlePage.objects.addressed_to(user))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what ``user`` may look at: changes to what they read; of new articles, what they sent, were asked about or steward."""
        if not user.is_authenticated:
            return self.none()
        kept = self.filter(article__in=ArticlePage.objects.addressed_to(user))
        if policies.can_manage_knowledge(user):
            return kept
        asked = Review.asked.through.objects.filter(review=OuterRef("pk"), user=user.pk)
        return kept.filter(
            Q(article__live=True, article__is_hidden=False)
            | Q(workflow_state__requested_by=user.pk)
            | Q(article__author=user.pk)
            | Exists(asked)
            | SpacePage.objects.stewarding(user, path="article__path")
        )


STATE = ("workflow_state__requested_by", "workflow_state__current_task_state__finished_by")


class Review(models.Model):
    """What the site keeps of one review beside Wagtail's ``WorkflowState``: of which article, and who was asked.

    ``since`` is when it last became the reviewers' turn; ``reminded`` after how many days they were last reminded.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="reviews")
    workflow_state = models.OneToOneField(WorkflowState, on_delete=models.CASCADE, related_name="review")
    asked = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    since = models.DateTimeField(default=timezone.now, db_index=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    objects = ReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return self.article.draft_title or self.article.title

    def get_absolute_url(self) -> str:
        return reverse("reviewing:review", args=[self.article_id])

    @property
    def is_waiting(self) -> bool:
        """Say that it is the reviewers' turn; otherwise somebody asked for changes."""
        return self.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS

    @property
    def requested_by(self) -> "User | None":
        return self.workflow_state.requested_by

    @property
    def answer(self) -> TaskState | None:
        """Return who asked for which changes (``finished_by``, ``comment``), when it is the writer's turn."""
        return None if self.is_waiting else self.workflow_state.current_task_state


_open_of = Compiled(
    lambda article: Review.objects.open().filter(article=article).select_related(*STATE).order_by("pk")[:1]
)
