"""Who may do what in moderation."""

from typing import TYPE_CHECKING, Any

from intranet.contributions.registry import Kind, registry

if TYPE_CHECKING:
    from intranet.accounts.models import User


def may_moderate(user: "User") -> bool:
    """Read the queue and decide."""
    return user.has_perm("moderation.moderate")


def may_report(user: "User", contribution: Any) -> bool:
    """Report what one may see and did not write. What is hidden already needs no report."""
    kind = registry.kind_of(contribution)
    return kind is not None and kind.moderated and contribution.is_visible_to(user) and not contribution.is_by(user)


def moderated_kind(name: str) -> Kind | None:
    """Return the kind called ``name`` if people can report it, else ``None`` (unknown names included)."""
    return next((kind for kind in registry.kinds(moderated=True) if kind.name == name), None)
