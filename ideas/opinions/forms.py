from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ideas.opinions.models import LONGEST


class StatementForm(forms.Form):
    """One statement. ``seen``: the similar ones were shown, and the person adds theirs all the same."""

    text = forms.CharField(
        label=_("Your statement"),
        min_length=8,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One thought that one can agree or disagree with, in one sentence. It cannot be changed afterwards."
        ),
        error_messages={"required": _("Write your statement, in one sentence.")},
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("Question"),
        min_length=8,
        max_length=200,
        help_text=_("What the statements answer: “What would make meetings better?”"),
        error_messages={"required": _("Ask the question that the statements answer.")},
    )

    def clean_question(self) -> Any:
        return " ".join(self.cleaned_data["question"].split())
