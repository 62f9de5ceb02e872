"""The demo accounts share a public password: they must not stay behind on a site that other machines reach.

``intranet.core.checks`` refuses the setting (``parvis.E020``); here the database itself is looked at, for a site that
was tried out and then opened with the demo people still in it.
"""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from intranet.core.hosts import is_loopback
from intranet.demo.company import DOMAIN


@register(Tags.database)
def demo_people_stay_at_home(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Run by ``migrate`` and by ``check --database default``, which every start of the site passes through."""
    hosts = [*settings.ALLOWED_HOSTS, os.environ.get("HOST", "127.0.0.1")]
    open_to = [host for host in hosts if not is_loopback(host)]
    if not databases or "default" not in databases or not open_to or not _are_there():
        return []
    return [
        Error(
            f"The people of the demo company are in the database and the site can be reached from elsewhere "
            f"({', '.join(open_to)}).",
            hint=f"Their password is public. Start with an empty database, or deactivate every account at @{DOMAIN}.",
            id="parvis.E030",
        )
    ]


def _are_there() -> bool:
    from intranet.accounts.models import User

    try:
        return User.objects.active().filter(email__iendswith=f"@{DOMAIN}").exists()
    except DatabaseError:  # not migrated yet: nobody is there
        return False
