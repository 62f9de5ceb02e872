from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, Status
from ideas.models.status import DECIDABLE
from ideas.tags import read_tags, write_tags
from intranet.accounts.models import Department
from intranet.core.forms import RichTextFormField, RowsField


class IdeaForm(forms.Form):
    """What a person says of an idea. ``version`` is the one that the form was opened on (0: a new idea)."""

    title = forms.CharField(
        label=_("Title"),
        min_length=4,
        max_length=160,
        help_text=_("What should happen, in one sentence."),
        error_messages={"required": _("Give your idea a title.")},
    )
    problem = RichTextFormField(
        label=_("The problem"),
        profile="article",
        help_text=_("What happens today, to whom, how often?"),
        error_messages={"required": _("Say what the problem is, even in one line.")},
    )
    proposal = RichTextFormField(
        label=_("The proposal"),
        profile="article",
        help_text=_("What do you propose to do? Images can be pasted or dropped."),
        error_messages={"required": _("Say what you propose, even in one line.")},
    )
    benefit = RichTextFormField(
        label=_("Expected benefit"),
        profile="article",
        required=False,
        help_text=_("What would be better, and how would one see it?"),
    )
    departments = RowsField(
        label=_("Departments concerned"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who would have to act, or would feel the change. None: the whole company."),
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=400, help_text=_("Separated by commas, eight at the most.")
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES, help_text=_("Search and reading aloud follow it.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].queryset = Department.objects.all()  # type: ignore[attr-defined]  # the stubs know a field, not which

    @classmethod
    def of(cls, idea: Idea) -> "IdeaForm":
        """Return the form to edit ``idea``, filled with what it says."""
        names = ("title", "problem", "proposal", "benefit", "language", "version")
        initial = {name: getattr(idea, name) for name in names}
        return cls(initial={**initial, "departments": idea.departments.all(), "tags": write_tags(idea.tags.all())})

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_tags(self) -> list[str]:
        return read_tags(self.cleaned_data["tags"])

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    @property
    def texts(self) -> dict[str, Any]:
        """The cleaned values as ``Idea.submit`` and ``Idea.edit`` take them, but for ``version``."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DecisionForm(forms.Form):
    """Where an idea goes, and the official answer. ``expected``: the last decision seen when the form was opened."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(status.value, status.label) for status in DECIDABLE],
        error_messages={"invalid_choice": _("Choose one of the statuses.")},
    )
    answer = RichTextFormField(
        label=_("Official answer"),
        profile="post",
        required=False,
        help_text=_(
            "Required when you commit to something, decline, or ask for more. The author and all who support the idea will read it."
        ),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1, required=False)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        """Several of these forms can stand on one page: the ids of their fields carry the idea's."""
        super().__init__(*args, auto_id=f"id_{idea.pk}_%s", **kwargs)
        self.action = reverse("ideas:decide", args=[idea.pk])
        self.draft_key = f"decision-{idea.pk}-{idea.last_decision_id or 0}"

    @classmethod
    def of(cls, idea: Idea) -> "DecisionForm":
        return cls(idea=idea, initial={"status": idea.status, "expected": idea.last_decision_id or 0})

    @classmethod
    def sent(cls, idea: Idea, data: Any) -> "DecisionForm":
        return cls(data, idea=idea)

    def clean_status(self) -> Status:
        return Status(self.cleaned_data["status"])

    def clean_expected(self) -> int | None:
        return self.cleaned_data["expected"] or None
