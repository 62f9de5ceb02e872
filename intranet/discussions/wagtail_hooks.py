"""Rooms in the admin: made, changed and archived there by the community manager."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from intranet.accounts.models import Audience, Department
from intranet.core.forms import RowsField
from intranet.discussions.models import Room


class RoomForm(WagtailAdminModelForm):
    departments = RowsField(
        Department.objects.order_by("path"),
        label=_("Only for these departments"),
        help_text=_("With those under them. Leave empty for a room that everyone sees. The threads follow."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    archived = forms.BooleanField(
        label=_("Archived"), help_text=_("No new thread opens here; what was said stays."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["archived"].initial = self.instance.is_archived
            if self.instance.audience:
                self.fields["departments"].initial = self.instance.audience.departments.all()

    def save(self, commit: bool = True) -> Room:
        room: Room = super().save(commit)
        chosen = list(self.cleaned_data["departments"])
        audience = Audience.objects.for_departments(chosen) if chosen else None
        if commit:
            if audience != room.audience:
                room.address_to(audience)
            if self.cleaned_data["archived"] != room.is_archived:
                (room.archive if self.cleaned_data["archived"] else room.reopen)()
        else:
            room.audience = audience
        return room


class RoomViewSet(SnippetViewSet):
    model = Room
    icon = "group"
    menu_label = _("Rooms")
    menu_name = "rooms"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["name", "audience", "language", "position", "is_archived"]
    search_fields = ["name", "description"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("description"),
            FieldPanel("language"),
            FieldPanel("departments"),
            FieldPanel("position"),
            FieldPanel("archived"),
        ],
        base_form_class=RoomForm,
    )


register_snippet(RoomViewSet)
