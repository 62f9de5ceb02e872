from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission
from django.db import models


class HandedOutPermissionManager(models.Manager["HandedOutPermission"]):
    def hand_out(self, grants: Mapping[str, set[str]]) -> None:
        """Give each permission of ``grants`` ("app.codename" → role names) to its groups, once per site."""
        done = set(self.values_list("permission", flat=True))
        wanted = {name: roles for name, roles in grants.items() if name not in done}
        if not wanted:
            return
        groups = {group.name: group for group in Group.objects.using(self.db).all()}
        for permission in Permission.objects.using(self.db).select_related("content_type"):
            name = f"{permission.content_type.app_label}.{permission.codename}"
            if name in wanted:
                for role in wanted[name]:
                    if role in groups:
                        groups[role].permissions.add(permission)
                self.create(permission=name)


class HandedOutPermission(models.Model):
    """A permission that roles have received once. Its row keeps an administrator's later choice from being undone."""

    permission = models.CharField(max_length=200, primary_key=True)

    objects = HandedOutPermissionManager()

    def __str__(self) -> str:
        return self.permission
