"""What Wagtail tells of workflows, translated at once: the same follows on the site and in the admin."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from intranet.contributions.models.activity import record
from knowledge.models import ArticlePage
from knowledge.reviewing.models import Review, StewardApproval
from knowledge.reviewing.policies import reviewers_of


def connect() -> None:
    task_submitted.connect(submitted, sender=TaskState, dispatch_uid="reviewing.submitted")
    task_approved.connect(approved, sender=TaskState, dispatch_uid="reviewing.approved")
    task_rejected.connect(rejected, sender=TaskState, dispatch_uid="reviewing.rejected")
    workflow_cancelled.connect(withdrawn, sender=WorkflowState, dispatch_uid="reviewing.withdrawn")
    page_published.connect(published_otherwise, sender=ArticlePage, dispatch_uid="reviewing.published")
    _keep_wagtails_mail_quiet()


def _keep_wagtails_mail_quiet() -> None:
    """Whoever takes part is told by the site, with links that they can open; Wagtail's own e-mails lead into the admin.

    A receiver that is there first under the name that Wagtail's would take keeps it out.
    """
    for signal, name in (
        (workflow_submitted, "submitted"),
        (workflow_rejected, "rejected"),
        (workflow_approved, "approved"),
    ):
        signal.connect(
            _nothing, sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification", weak=False
        )


def _nothing(**kwargs: Any) -> None:
    """Take the place of an e-mail that is not sent."""


def _is_ours(task: TaskState) -> bool:
    return isinstance(task.task.specific, StewardApproval)


@transaction.atomic
def submitted(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    if not _is_ours(instance):
        return
    state = instance.workflow_state
    article = ArticlePage.objects.get(pk=state.object_id)
    review, _created = Review.objects.update_or_create(
        workflow_state=state, defaults={"article": article, "since": timezone.now(), "reminded": 0}
    )
    asked = reviewers_of(article)
    review.asked.set(asked)
    record("review.asked", by=user, target=review, people=[person.pk for person in asked])


def approved(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    if _is_ours(instance):
        record("review.approved", by=user, target=instance.workflow_state.review, word=instance.comment)


def rejected(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    if _is_ours(instance):
        record("review.changes_asked", by=user, target=instance.workflow_state.review, word=instance.comment)


def withdrawn(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    review = Review.objects.filter(workflow_state=instance).first()
    if review is not None:
        record("review.withdrawn", by=user, target=review)


def published_otherwise(instance: ArticlePage, **kwargs: Any) -> None:
    """It was published without an answer to its review (its space opened publishing): nobody needs to look any more."""
    review = Review.objects.of(instance)
    if review is not None and not instance.has_unpublished_changes:
        review.workflow_state.cancel(user=None)
