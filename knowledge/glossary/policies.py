"""Who may do what with the words of the glossary."""

from typing import TYPE_CHECKING

from knowledge.policies import Person, can_manage_knowledge, can_steward

if TYPE_CHECKING:
    from knowledge.glossary.models import Term
    from knowledge.models import SpacePage


def can_publish(user: Person, space: "SpacePage | None") -> bool:
    """Decide of the words of a space: its stewards. Of those of everywhere: who manages the knowledge base."""
    return can_manage_knowledge(user) if space is None else can_steward(user, space)


def can_decide(user: Person, term: "Term") -> bool:
    return user.is_authenticated and user.belongs_to(term.audience_id) and can_publish(user, term.space)


def can_edit(user: Person, term: "Term") -> bool:
    """Change the text at once: who decides of it; the author, of a proposal that nobody decided yet."""
    if term.state not in (term.State.PROPOSED, term.State.PUBLISHED):
        return False
    return (term.is_proposed and term.is_by(user)) or can_decide(user, term)


def can_read_text(user: Person, term: "Term") -> bool:
    return not term.is_hidden or term.is_by(user)


def can_set_standing(user: Person) -> bool:
    """Say what the charter holds of a word."""
    return can_manage_knowledge(user)
