"""Who may do what in the review room."""

from typing import TYPE_CHECKING

from ideas import policies
from ideas.models import Act
from ideas.reviewing_room.models import Evaluator, Outcome, Review

if TYPE_CHECKING:
    from ideas.models import Idea
    from intranet.accounts.models import User
    from intranet.discussions.models import Post


def can_lead(user: "User") -> bool:
    """Say whether ``user`` opens reviews, draws shortlists, sets the grid, invites, chooses arguments and takes files."""
    return policies.can_decide(user)


def can_score(user: "User", review: Review, evaluators: "list[Evaluator]") -> bool:
    """Say whether ``user`` may score now: invited by name, while the evaluation and the campaign's phase are open."""
    invited = any(evaluator.user_id == user.pk for evaluator in evaluators)
    return invited and not review.scoring_is_closed and review.campaign.allows(Act.EVALUATE)


def can_decide(user: "User", idea: "Idea") -> bool:
    return policies.can_decide(user, idea) and not idea.is_hidden


def can_foresee(user: "User", evaluators: "list[Evaluator]") -> bool:
    """Say whether ``user`` is of the panel: who decides, and who evaluates."""
    return can_lead(user) or any(evaluator.user_id == user.pk for evaluator in evaluators)


def can_tell_outcome(user: "User", outcome: Outcome) -> bool:
    return outcome.asked_id == user.pk or can_lead(user)


def can_say_stance(user: "User", post: "Post") -> bool:
    """Say whether ``user`` may say which side ``post`` argues for: its author, or who leads the room."""
    return post.is_by(user) or can_lead(user)
