"""What the charter offers to other rooms, through the registry."""

import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.charter.models import CharterVersion, Clause
from intranet.contributions.shared import until_something_happens
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from intranet.accounts.models import User


_owing = Compiled(lambda user_id: CharterVersion.objects.owed_by_id(user_id).order_by("-number").values_list("pk")[:1])


def citable_clauses() -> list[tuple[str, str, str]]:
    """The clauses in force as (key, label in the active language, address)."""
    return [(str(clause.key), str(clause), clause.get_absolute_url()) for clause in Clause.objects.in_force()]


def to_acknowledge(user: "User") -> list[Waiting]:
    """One line while ``user`` has the charter to read."""
    owed = _owing(user.pk)
    if not owed:
        return []
    pk = owed[0][0]
    version: CharterVersion = until_something_happens(
        ("charter.owed", pk), user, lambda: CharterVersion.objects.get(pk=pk)
    )
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


def clause_of(key: str) -> dict[str, Any] | None:
    """Answer ``charter.clause``: the clause in force that has this key, with its words in both languages."""
    found = Clause.objects.in_force().filter(key=key).first() if _is_key(key) else None
    if found is None:
        return None
    words = {name: str(getattr(found, name)) for name in ("title_fr", "title_en", "body_fr", "body_en")}
    return {"key": str(found.key), "label": str(found), "url": found.get_absolute_url(), "words": words}


def _is_key(key: str) -> bool:
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True
