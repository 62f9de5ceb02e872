from django.db import models


class DesignSystem(models.Model):
    """No rows, no table: only the place where the permission to see ``/ui/`` is declared."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = [("see_design_system", "Can see the living page of the design system")]

    def __str__(self) -> str:
        return "design system"
