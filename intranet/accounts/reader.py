"""Who reads, as far as it decides what they may see; see ``intranet.core.compiled``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass(frozen=True)
class Reader:
    """What the rules of reading (``addressed_to``, ``visible_to``, policies) ask of a signed-in person."""

    pk: int
    audience_ids: frozenset[int]
    permissions: frozenset[str]

    is_authenticated = True

    @classmethod
    def of(cls, user: "User") -> Any:
        """Return ``user`` as a reader, to be given to a compiled query in their place; kept on the instance."""
        if (kept := user.__dict__.get("_reader")) is not None:
            return kept
        audiences = frozenset() if user.sees_everything else user.audience_ids
        user.__dict__["_reader"] = reader = cls(user.pk, audiences, frozenset(user.get_all_permissions()))
        return reader

    @property
    def sees_everything(self) -> bool:
        return "accounts.see_every_space" in self.permissions

    def has_perm(self, name: str) -> bool:
        return name in self.permissions

    def belongs_to(self, audience_id: int | None) -> bool:
        return audience_id is None or self.sees_everything or audience_id in self.audience_ids
