"""Who may suggest, and who answers."""

from typing import TYPE_CHECKING

from intranet.contributions.registry import registry
from knowledge.policies import Person, can_read_text, can_steward, knowledge_managers

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.models import ArticlePage
    from knowledge.suggestions.models import Suggestion


def can_suggest(user: Person, article: "ArticlePage") -> bool:
    """Propose a change: whoever reads the article, as long as it is published, shown and not archived."""
    return can_read_text(user, article) and article.live and not article.is_hidden and not article.archived_at


def can_decide(user: Person, suggestion: "Suggestion") -> bool:
    """Answer it: who looks after the article or its space; nobody answers their own."""
    article = suggestion.article
    if article is None or not user.is_authenticated or suggestion.author_id == user.pk:
        return False
    if not can_read_text(user, article) or not article.live or article.is_hidden:
        return False
    if can_steward(user, article) or suggestion.asked.filter(pk=user.pk).exists():
        return True
    return any(registry.ask("article.answers_for", user, article))


def can_see(user: Person, suggestion: "Suggestion") -> bool:
    return (suggestion.author_id is not None and suggestion.author_id == user.pk) or can_decide(user, suggestion)


def people_to_ask(article: "ArticlePage", *, but: "User") -> "list[User]":
    """Return who is told of a suggestion: who owns the article, else the nearest stewards, else who manages the knowledge base."""

    def able(people: "list[User]") -> "list[User]":
        found = [person for person in people if person.pk != but.pk and person.belongs_to(article.audience_id)]
        return list(dict.fromkeys(found))

    owners = [person for answer in registry.ask("article.owners", article) for person in answer]
    return able(owners) or able(article.space.nearest_stewards()) or able(knowledge_managers())
