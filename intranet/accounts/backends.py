from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group, Permission

from intranet.accounts.models import User
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from django.db.models import QuerySet

_active_person = Compiled(lambda pk: User.objects.select_related("department").filter(pk=pk, is_active=True))


def _permissions(pk: int) -> "QuerySet[Any, Any]":
    """What a person may: from the few rows that say so, not from all permissions that there are."""
    names = ("permission__content_type__app_label", "permission__codename")
    by_group = Group.permissions.through.objects.filter(group__user=pk).order_by().values_list(*names)
    own = User.user_permissions.through.objects.filter(user=pk).order_by().values_list(*names)
    return by_group.union(own)


_permissions_of = Compiled(_permissions)
_all_permissions = Compiled(lambda: Permission.objects.order_by().values_list("content_type__app_label", "codename"))


class ParvisBackend(AuthenticationBackend):
    """Sign in by username or e-mail (allauth), refuse the inactive, and read all permissions in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active person with their department; every page asks."""
        person: User | None = _active_person.first(int(user_id))
        return person

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_parvis_permissions"):
            pairs = _all_permissions() if user_obj.is_superuser else _permissions_of(user_obj.pk)
            user_obj._parvis_permissions = {f"{label}.{codename}" for label, codename in pairs}
        return set(user_obj._parvis_permissions)
