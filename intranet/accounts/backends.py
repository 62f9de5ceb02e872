from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from intranet.accounts.models import User


class ParvisBackend(AuthenticationBackend):
    """Sign in by username or e-mail (allauth), refuse the inactive, and read all permissions in one query."""

    def get_user(self, user_id: Any) -> User | None:
        return User.objects.select_related("department").filter(pk=user_id, is_active=True).first()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_parvis_permissions"):
            permissions = Permission.objects.all()
            if not user_obj.is_superuser:
                permissions = permissions.filter(Q(group__user=user_obj) | Q(user=user_obj)).distinct()
            pairs = permissions.values_list("content_type__app_label", "codename").order_by()
            user_obj._parvis_permissions = {f"{label}.{codename}" for label, codename in pairs}
        return set(user_obj._parvis_permissions)
