"""What the charter offers to other rooms, through the registry."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.charter.models import CharterVersion, Clause
from intranet.contributions.waiting import Waiting

if TYPE_CHECKING:
    from intranet.accounts.models import User


def citable_clauses() -> list[tuple[str, str, str]]:
    """The clauses in force as (key, label in the active language, address)."""
    return [(str(clause.key), str(clause), clause.get_absolute_url()) for clause in Clause.objects.in_force()]


def to_acknowledge(user: "User") -> list[Waiting]:
    """One line while ``user`` has the charter to read. One query."""
    version = CharterVersion.objects.owed_by(user)
    if version is None:
        return []
    detail = version.note or _("Version %(number)s") % {"number": version.number}
    return [
        Waiting(
            title=_("Read the charter"),
            detail=detail,
            url=reverse("charter:page"),
            icon="scroll-text",
            at=version.published_at,
        )
    ]
