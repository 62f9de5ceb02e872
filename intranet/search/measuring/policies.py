"""Who may look at how the search does. Who asked what is shown to nobody."""

from typing import TYPE_CHECKING

from intranet.contributions.registry import registry
from intranet.search.measuring.models import Gap
from intranet.search.policies import may_tune

if TYPE_CHECKING:
    from intranet.accounts.models import User


def may_mind_gaps(user: "User") -> bool:
    """See what is looked for in vain, and have it written: who tunes the search, and the stewards of spaces.

    Stewards answer by the service ``search.minds_gaps``: ``fn(user) -> bool``.
    """
    return may_tune(user) or any(registry.ask("search.minds_gaps", user))


def may_see_gap(user: "User", gap: Gap) -> bool:
    """Who minds gaps, and whoever was asked to write this one."""
    return gap.assignee_id == user.pk or may_mind_gaps(user)


def may_read_all_texts(user: "User") -> bool:
    """Read what fewer than three people typed, without their names."""
    return may_tune(user)


def may_read_changes(user: "User") -> bool:
    return user.has_perm("measuring.read_changes")
