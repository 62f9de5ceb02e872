"""Who may do what in a review. Whether somebody may approve is ``knowledge.policies.can_publish``: never one's own words."""

from typing import TYPE_CHECKING

from knowledge.models.versions import writers_since_published
from knowledge.policies import Person, can_manage_knowledge, can_publish, can_steward, knowledge_managers

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.models import ArticlePage
    from knowledge.reviewing.models import Review


def can_approve(user: Person, review: "Review") -> bool:
    """Approve, or ask for changes: a steward or a knowledge manager who wrote nothing of it (anybody, once the space is open)."""
    return review.is_waiting and can_publish(user, review.article)


def can_withdraw(user: Person, review: "Review") -> bool:
    """Take it out of review: who sent it, the article's author, who manages the knowledge base."""
    article = review.article
    if not user.is_authenticated or not user.belongs_to(article.audience_id):
        return False
    sent = review.workflow_state.requested_by_id
    return user.pk == sent or article.is_by(user) or can_manage_knowledge(user)


def reviewers_of(article: "ArticlePage") -> "list[User]":
    """Return whom to ask: the nearest stewards who wrote nothing of it; when there is none, who manages the knowledge base."""
    wrote = writers_since_published(article)

    def able(people: "list[User]") -> "list[User]":
        return [person for person in people if person.pk not in wrote and can_steward(person, article)]

    return able(article.space.nearest_stewards()) or able(knowledge_managers())
