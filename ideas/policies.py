"""Who may do what with ideas: named questions, asked by views and templates alike."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

if TYPE_CHECKING:
    from ideas.models import Idea
    from intranet.accounts.models import User


def can_read_text(user: "User", idea: "Idea") -> bool:
    """Say whether ``user``, to whom ``idea`` is addressed, reads what it says: of a hidden one, only its author."""
    return not idea.is_hidden or idea.is_by(user)


def can_see_tally(user: "User | None", idea: "Idea") -> bool:
    """Say whether ``user`` may know how much support ``idea`` has. The one gate of every surface that shows a count.

    ``None`` asks for what everybody may know (the search index). The always-open box hides nothing.
    """
    return True


def with_seen_tally(user: "User", ideas: "QuerySet[Any]") -> "QuerySet[Any]":
    """Annotate ``seen_support``: the tally as ``can_see_tally`` lets ``user`` know it, for orders and filters."""
    return ideas.annotate(seen_support=F("support_count") + F("imported_support_count"))


def can_decide(user: "User") -> bool:
    return user.has_perm("ideas.decide_idea")


def can_edit(user: "User", idea: "Idea") -> bool:
    """Say whether ``user`` may change the text: its author, until work begins or the matter is closed."""
    return idea.is_by(user) and not idea.is_hidden and idea.pipeline_status.accepts_support


def can_support(user: "User", idea: "Idea") -> bool:
    return not idea.is_hidden and idea.pipeline_status.accepts_support
