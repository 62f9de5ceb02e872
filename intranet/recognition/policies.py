"""Who may do what in recognition."""

from typing import TYPE_CHECKING

from intranet.contributions.registry import Kind, registry

if TYPE_CHECKING:
    from intranet.accounts.models import User


def may_highlight(user: "User") -> bool:
    return user.has_perm("recognition.highlight")


def highlightable_kind(name: str) -> Kind | None:
    return next((kind for kind in registry.kinds(highlightable=True) if kind.name == name), None)
