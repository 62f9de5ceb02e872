from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ideas.exchange.mapping import FIELDS
from ideas.models import Campaign
from intranet.accounts.models import User

_ABSENT = ""


class CampaignChoice(forms.ModelChoiceField):
    """The campaigns that this person sees, by address."""

    def __init__(self, *, user: User) -> None:
        seen = Campaign.objects.visible_to(user).order_by("-created_at")
        super().__init__(
            label=_("Campaign"),
            queryset=seen,
            to_field_name="slug",
            empty_label=None,
            error_messages={"invalid_choice": _("Choose one of the campaigns.")},
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("csv", "CSV"), ("xlsx", _("Workbook (XLSX)")), ("json", "JSON")],
        error_messages={"invalid_choice": _("Choose one of the formats.")},
    )
    names = forms.BooleanField(
        label=_("With the names of the authors"),
        required=False,
        help_text=_("Personal data: tick it only if you need it. That you did is recorded."),
    )

    def __init__(self, *args: Any, user: User, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"] = CampaignChoice(user=user)
        self.order_fields(["campaign", "format", "names"])
        if not names:
            del self.fields["names"]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("CSV, with the names of the columns on the first line; five megabytes at the most."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=settings.LANGUAGES,
        help_text=_("For the rows that do not say theirs."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"] = CampaignChoice(user=user)
        self.order_fields(["file", "campaign", "language"])


class MappingForm(forms.Form):
    """For each thing that an idea has, the column that holds it, or none."""

    def __init__(self, *args: Any, header: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (_ABSENT, _("Not in the file")),
            *((str(at), name or f"#{at + 1}") for at, name in enumerate(header)),
        ]
        for name, label in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=name == "title",
                error_messages={
                    "required": _("Say which column holds the title."),
                    "invalid_choice": _("Choose one of the columns."),
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_bound and not (data.get("proposal") or data.get("problem")) and "title" in data:
            raise forms.ValidationError(_("Say which column holds the text: the proposal or the problem."))
        return data

    @property
    def columns(self) -> dict[str, int]:
        return {name: int(at) for name, at in self.cleaned_data.items() if at != _ABSENT}
