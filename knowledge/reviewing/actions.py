"""Sending for review, answering, withdrawing, reminding. Each goes through Wagtail's workflow, as the admin does; what
follows from it is in ``edge``."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext

from intranet.accounts.models import User
from intranet.contributions.models.activity import record
from knowledge.models import ArticlePage, StaleEdit
from knowledge.reviewing import policies
from knowledge.reviewing.models import Review

if TYPE_CHECKING:
    from wagtail.models import TaskState

# After how many days without an answer the reviewers are reminded.
REMINDERS = (3, 7)


class NotUnderReview(Exception):
    """Somebody answered, published or withdrew it meanwhile."""


@transaction.atomic
def send_for_review(article: ArticlePage, by: "User | None") -> None:
    """Answer ``article.send_for_review``. Sent again while it waits, the newer version is what the reviewers see."""
    state = article.current_workflow_state
    workflow = article.get_workflow()
    if state is None and workflow is not None:
        workflow.start(article, user=by)
    elif state is None:
        return  # the space was opened meanwhile: the version waits as changes not published
    elif state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user=by)
    else:
        state.task_states.filter(status="in_progress").update(revision=article.latest_revision_id)


@transaction.atomic
def approve(article: ArticlePage, *, by: "User", base_revision: int, word: str = "") -> None:
    """Publish the version that the reviewer looked at. ``StaleEdit`` when a newer one was saved since."""
    article, task = _task_of(article, by)
    if base_revision != article.latest_revision_id:
        raise StaleEdit(article.latest_revision)
    with LogContext(user=by):
        task.task.specific.on_action(task, by, "approve", comment=word)


@transaction.atomic
def ask_for_changes(article: ArticlePage, *, by: "User", word: str) -> None:
    """Give it back to who wrote it, with what should change."""
    _article, task = _task_of(article, by)
    with LogContext(user=by):
        task.task.specific.on_action(task, by, "reject", comment=word)


@transaction.atomic
def withdraw(article: ArticlePage, *, by: "User") -> None:
    """Take it out of review; the text stays as it is, unpublished."""
    review = Review.objects.of(article.hold())
    if review is None:
        raise NotUnderReview
    if not policies.can_withdraw(by, review):
        raise PermissionDenied
    with LogContext(user=by):
        review.workflow_state.cancel(user=by)


def _task_of(article: ArticlePage, by: "User") -> "tuple[ArticlePage, TaskState]":
    article = article.hold()
    review = Review.objects.of(article)
    if review is None or not review.is_waiting:
        raise NotUnderReview
    review.article = article
    if not policies.can_approve(by, review):
        raise PermissionDenied
    return article, review.workflow_state.current_task_state


def remind(now: datetime | None = None) -> int:
    """Remind the reviewers of what has waited three days, then seven: one line for each person. Return how many were told."""
    now = now or timezone.now()
    told: Counter[int] = Counter()
    with transaction.atomic():
        for days in REMINDERS:
            late = Review.objects.in_progress().filter(since__lte=now - timedelta(days=days), reminded__lt=days)
            due = list(late.values_list("pk", flat=True))
            told.update(Review.asked.through.objects.filter(review__in=due).values_list("user_id", flat=True))
            Review.objects.filter(pk__in=due).update(reminded=days)
        people = list(User.objects.active().filter(pk__in=told))
        for person in people:
            count = Review.objects.waiting_for(person).count()
            if count:
                record("reviews.waiting", by=None, target=person, count=count, page=reverse("reviewing:mine"))
    return len(people)
