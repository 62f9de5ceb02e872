from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 1000


class AnswerForm(forms.Form):
    """A reviewer's answer. ``base_revision`` is the version that they looked at."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("changes", "changes")])
    word = forms.CharField(
        label=_("A word to who wrote it"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you ask for changes: what should change, and why."),
    )
    base_revision = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == "changes" and "word" in data and not data["word"].strip():
            self.add_error("word", ValidationError(_("Say what should change.")))
        return data
