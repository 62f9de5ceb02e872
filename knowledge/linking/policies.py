"""Who may see what is to mend in the knowledge base, and who may attach files to an article."""

from typing import TYPE_CHECKING

from knowledge.models import ArticlePage, SpacePage
from knowledge.policies import Person, can_edit, can_manage_knowledge, can_steward

if TYPE_CHECKING:
    from intranet.accounts.models import User


def can_care(user: "User") -> bool:
    """Open the page of care: who manages the knowledge base, and the stewards of any space. One query at the most."""
    return can_manage_knowledge(user) or SpacePage.objects.visible_to(user).filter(stewards=user.pk).exists()


def can_care_in(user: Person, space: SpacePage) -> bool:
    return can_steward(user, space)


def can_attach(user: Person, article: ArticlePage) -> bool:
    """Attach files to ``article`` and remove them: whoever may edit it.

    Readers see a file at once; so where publishing is reviewed, those of a published article are for who looks after it.
    """
    if not can_edit(user, article):
        return False
    return not article.live or not article.space.wants_review or can_steward(user, article)
