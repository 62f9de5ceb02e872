"""Who may do what in the life of an idea, besides what ``ideas.policies`` says."""

from typing import TYPE_CHECKING

from ideas import policies
from ideas.models import ACCEPTED, Idea, Status
from ideas.models.status import WITHDRAWABLE

if TYPE_CHECKING:
    from intranet.accounts.models import User


def is_first_author(user: "User", idea: Idea) -> bool:
    """Say whether ``user`` answers for the idea: its author; its co-authors once its author is gone."""
    if idea.author_id is not None and idea.author is not None and idea.author.is_active:
        return idea.author_id == user.pk
    return user.pk in idea.author_ids or idea.author_id == user.pk


def can_withdraw(user: "User", idea: Idea) -> bool:
    return is_first_author(user, idea) and not idea.is_hidden and idea.pipeline_status in WITHDRAWABLE


def can_answer_more(user: "User", idea: Idea) -> bool:
    return idea.is_by(user) and not idea.is_hidden and idea.pipeline_status == Status.NEEDS_MORE


def can_appeal(user: "User", idea: Idea) -> bool:
    """Say whether ``user`` may ask for a new look at a declined idea: who wrote it, once."""
    declined = idea.pipeline_status == Status.DECLINED and not idea.parts.get("appeal")
    return declined and idea.is_by(user) and not idea.is_hidden


def can_invite(user: "User", idea: Idea) -> bool:
    return is_first_author(user, idea) and not idea.is_hidden and idea.pipeline_status.accepts_support


def is_invited(user: "User", idea: Idea) -> bool:
    return user.pk in idea.parts.get("invited", ())


def can_attach(user: "User", idea: Idea) -> bool:
    return policies.can_edit(user, idea)


def can_hand_over(user: "User", idea: Idea) -> bool:
    """Say whether ``user`` may say who owes the next step: those who decide, and who owes it now."""
    owes = idea.answer_owner_id is not None and idea.answer_owner_id == user.pk
    return not idea.is_hidden and not idea.pipeline_status.is_over and (owes or policies.can_decide(user, idea))


def can_carry(user: "User", idea: Idea) -> bool:
    """Say whether ``user`` may tell how an accepted idea is carried out: who was given it, and those who decide."""
    if idea.is_hidden or idea.pipeline_status not in ACCEPTED:
        return False
    return (idea.answer_owner_id is not None and idea.answer_owner_id == user.pk) or policies.can_decide(user)
