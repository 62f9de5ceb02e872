"""Who may answer for an article."""

from typing import TYPE_CHECKING

from knowledge.models import SpacePage
from knowledge.policies import Person, can_edit, can_manage_knowledge, can_steward

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.stewardship.models import Stewardship


def can_verify(user: Person, row: "Stewardship", *, is_steward: bool | None = None) -> bool:
    """Say that the article is right: who owns or reviews it, its department, the space's stewards.

    ``is_steward`` when it is known already whether ``user`` is one of these: else it is asked, by one query.
    """
    if not user.is_authenticated or not can_edit(user, row.article):
        return False
    if user.pk in (row.owner_id, row.reviewer_id) or can_manage_knowledge(user):
        return True
    owned_by, works_in = row.owner_department, user.department
    if owned_by is not None and works_in is not None and works_in.path.startswith(owned_by.path):
        return True
    return can_steward(user, row.article) if is_steward is None else is_steward


def can_entrust(user: Person, row: "Stewardship") -> bool:
    """Give the article to somebody: whoever answers for it now; anybody for an article that has no owner."""
    return can_edit(user, row.article) and (not row.is_owned or can_verify(user, row))


def can_archive(user: Person, row: "Stewardship") -> bool:
    """Put the article aside, or bring it back."""
    return can_verify(user, row)


def can_hand_over(user: Person) -> bool:
    """See what somebody who left looked after, and give it to others."""
    return can_manage_knowledge(user)


def stewards_a_space(user: "User") -> bool:
    """Answer ``search.minds_gaps``: who manages the knowledge base, and the stewards of any space, see what is looked for in vain."""
    return can_manage_knowledge(user) or SpacePage.objects.filter(stewards=user).exists()
