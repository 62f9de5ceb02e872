from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from intranet.core.compiled import Compiled


class Department(MP_Node):
    """A part of the company. Departments are a tree: what is for a department is for those under it."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    node_order_by = ["name"]

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name

    @property
    def lineage_paths(self) -> list[str]:
        """Return the tree paths of this department and of each one above it, without a query."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

    @classmethod
    def tree(cls) -> "list[Department]":
        """Return all of them, each after the one it is in; every list that can be narrowed to one asks."""
        return _all_departments()


_all_departments = Compiled(lambda: Department.objects.order_by("path"))
