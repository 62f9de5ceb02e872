"""The Wagtail workflow that reviews run in: one for the site, made by code when it is first needed."""

from typing import TYPE_CHECKING

from wagtail.models import Workflow, WorkflowTask

from knowledge.models import ArticlePage
from knowledge.reviewing.models import StewardApproval

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from intranet.accounts.models import User

NAME = "Review by the stewards"


def review_workflow() -> Workflow:
    """Answer ``article.workflow``: the workflow whose only task is a ``StewardApproval``."""
    task = StewardApproval.objects.order_by("pk").first()
    if task is None:
        task = StewardApproval.objects.create(name=NAME)
    link = WorkflowTask.objects.filter(task=task, workflow__active=True).select_related("workflow").first()
    if link is None:
        workflow = Workflow.objects.create(name=NAME)
        link = WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return link.workflow


def publish_reviewed(workflow_state: "WorkflowState", user: "User | None" = None) -> None:
    """Publish what a workflow approved (setting ``WAGTAIL_FINISH_WORKFLOW_ACTION``).

    A steward has no right of Wagtail's own to publish an article; ``ArticlePage.publish`` decides who may.
    """
    reviewed = workflow_state.content_object.specific
    revision = reviewed.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=isinstance(reviewed, ArticlePage))
