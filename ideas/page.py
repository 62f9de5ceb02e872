"""What the page of an idea shows, gathered in a bounded number of queries."""

from typing import TYPE_CHECKING, Any

from ideas import policies
from ideas.breadth import breadth_of
from ideas.forms import DecisionForm
from ideas.live import topic_of
from ideas.models import STEPS, Idea, Status, Support
from intranet.moderation.notices import notice_for
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from intranet.accounts.models import User


def idea_page(idea: Idea, user: "User") -> dict[str, Any]:
    """Return the context of ``ideas/detail.html`` for ``user``; the idea has its author, campaign and answer loaded."""
    sees_tally = policies.can_see_tally(user, idea)
    support = Support.objects.filter(idea=idea, user=user).first()
    latest = idea.revisions.order_by("-number").only("number", "at").first()
    decisions = list(idea.decisions.select_related("by__department").order_by("-pk"))
    return {
        "idea": idea,
        "notice": notice_for(idea),
        "is_author": idea.is_by(user),
        "reads": not idea.is_hidden or idea.is_by(user),
        "steps": steps_of(idea),
        "sees_tally": sees_tally,
        "support": support,
        "can_support": policies.can_support(user, idea),
        "breadth": breadth_of([idea]).get(idea.pk) if sees_tally else None,
        "revision": latest if latest and latest.number > 1 else None,
        "changed_since": bool(support and latest and latest.number > 1 and latest.at > support.at),
        "decisions": decisions,
        "departments": idea.departments.all(),
        "tags": idea.tags.all(),
        "can_edit": policies.can_edit(user, idea),
        "can_decide": policies.can_decide(user),
        "decision_form": DecisionForm.of(idea) if policies.can_decide(user) else None,
        "is_following": Follow.objects.is_following(user, idea),
        "topic": topic_of(idea.pk),
    }


def steps_of(idea: Idea) -> list[dict[str, Any]]:
    """Return the step bar: each step with its label and whether it is past, current or to come.

    A declined idea shows where it left the way: the steps that it passed, then "declined".
    """
    if idea.status == Status.DECLINED:
        return [
            {"label": Status.SUBMITTED.label, "state": "done"},
            {"label": Status.UNDER_REVIEW.label, "state": "done"},
            {"label": Status.DECLINED.label, "state": "stopped"},
        ]
    here = STEPS.index(idea.pipeline_status)
    states = ["done"] * here + ["current"] + ["future"] * (len(STEPS) - here - 1)
    return [{"label": step.label, "state": state} for step, state in zip(STEPS, states, strict=True)]
