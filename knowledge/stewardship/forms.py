from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.accounts.forms import PersonField
from intranet.accounts.models import Department
from intranet.core.forms import offer
from knowledge.stewardship.models import Opinion, Stewardship


class EntrustForm(forms.Form):
    """Who answers for an article: a person or a department, and who reads it over."""

    owner = PersonField(
        label=_("Owner"), required=False, help_text=_("Hears when it is to check, and says that it is right.")
    )
    department = forms.TypedChoiceField(
        label=_("Or a department"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Anybody of it may then say so."),
    )
    reviewer = PersonField(label=_("Reviewer"), required=False, help_text=_("A second pair of eyes."))

    def __init__(self, *args: Any, row: Stewardship, **kwargs: Any) -> None:
        initial = {"owner": row.owner, "department": row.owner_department_id, "reviewer": row.reviewer}
        super().__init__(*args, initial=initial, **kwargs)
        self.departments = {found.pk: found for found in Department.objects.order_by("path")}
        choices = [(pk, "\u2003" * (found.depth - 1) + found.name) for pk, found in self.departments.items()]
        offer(self, "department", [("", _("None")), *choices])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("owner") and data.get("department"):
            self.add_error("department", _("Choose a person or a department, not both."))
        return data

    @property
    def chosen(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "owner": data["owner"],
            "department": self.departments.get(data["department"]),
            "reviewer": data["reviewer"],
        }


class GiveForm(forms.Form):
    """Who takes over what is ticked."""

    person = PersonField(label=_("Give the ticked ones to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].widget.attrs["form"] = (
            "give"  # which stands beside the rows, whose buttons have their own
        )


class ArchiveForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it put aside?"),
        max_length=300,
        help_text=_("Readers see it above the text: what replaces it, since when it does not hold any more."),
    )


class OpinionForm(forms.Form):
    """Whether an article helped. When not, a reason from the list; words if one likes."""

    is_helpful = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=[("", ""), *Opinion.Reason.choices], required=False
    )
    words = forms.CharField(label=_("In a few words"), max_length=500, required=False)
    asked = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_helpful") == "no" and "reason" in data and not data["reason"]:
            raise ValidationError(_("Say what is wrong with it, so that its owner can mend it."))
        return data

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "is_helpful": data["is_helpful"] == "yes"}
