from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from treebeard.forms import MoveNodeForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from intranet.accounts.models import Department


class DepartmentForm(MoveNodeForm):
    """A department and where it stands in the tree."""

    class Meta:
        model = Department
        fields = ["name", "slug"]
        exclude = ("path", "depth", "numchild")


class DepartmentViewSet(SnippetViewSet):
    model = Department
    icon = "group"
    menu_label = _("Departments")
    add_to_settings_menu = True
    list_display = ["name", "slug", Column("depth", label=_("Level in the tree"))]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[Any]]:
        return DepartmentForm


register_snippet(DepartmentViewSet)
