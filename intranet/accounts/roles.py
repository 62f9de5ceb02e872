"""The five roles, and how a feature gives its permissions to them.

A role is a Django group (made by migration) so that an administrator can look at it and change it in
the admin. A feature says once, from its ``AppConfig.ready()``, which roles its permissions come with::

    roles.grant("ideas.decide_idea", roles.COMMUNITY_MANAGER, roles.LEADERSHIP)

After ``migrate`` each permission *that is new to this site* is given to those groups. A permission that an
administrator later took away stays away: only permissions never seen before are handed out.
"""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

EMPLOYEE = "employee"
COMMUNITY_MANAGER = "community manager"
LEADERSHIP = "leadership"
REPRESENTATIVE = "department representative"
ADMINISTRATOR = "administrator"

LABELS = {
    EMPLOYEE: _("Employee"),
    COMMUNITY_MANAGER: _("Community manager"),
    LEADERSHIP: _("Leadership"),
    REPRESENTATIVE: _("Department representative"),
    ADMINISTRATOR: _("Administrator"),
}

_grants: dict[str, set[str]] = defaultdict(set)


def grant(permission: str, *roles: str) -> None:
    """Give ``permission`` ("app_label.codename") to ``roles`` when it first appears; administrators get all."""
    unknown = set(roles) - LABELS.keys()
    if unknown:
        raise ValueError(f"unknown roles: {unknown}")
    _grants[permission] |= {*roles, ADMINISTRATOR}


def granted(permission: str) -> frozenset[str]:
    """Return the roles that ``permission`` was declared for."""
    return frozenset(_grants.get(permission, ()))


def grant_permissions_after_migrate(*, sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Hand out declared permissions that exist in the database and were never handed out before.

    Django says ``post_migrate`` once an app, in order, and makes each app's permissions then: the last one is waited
    for. A database that has only some of its tables yet (``migrate APP``) is left for the next time.
    """
    from django.apps import apps
    from django.db import connections

    from intranet.accounts.models import HandedOutPermission

    # An app without models (a developer's toolbar) says nothing.
    if sender is not [config for config in apps.get_app_configs() if config.models_module is not None][-1]:
        return
    if HandedOutPermission._meta.db_table in connections[using].introspection.table_names():
        HandedOutPermission.objects.db_manager(using).hand_out(_grants)
