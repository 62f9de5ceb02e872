"""Who may say that two articles are each other's translation: whoever may edit both."""

from typing import TYPE_CHECKING

from knowledge.policies import Person, can_edit

if TYPE_CHECKING:
    from knowledge.translations.models import Pairing


def can_separate(user: Person, side: "Pairing") -> bool:
    """Whoever may edit this one; it takes nothing away from the other but the link."""
    return can_edit(user, side.article)


def sees_other(user: Person, side: "Pairing") -> bool:
    """Whether the other article is there for ``user``, to be named and linked to."""
    other = side.other
    return other.is_visible_to(user) or (can_edit(user, other) and not other.is_hidden)
