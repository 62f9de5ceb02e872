from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.amending.actions import cleaned
from ideas.amending.models import WORDS
from intranet.core.forms import RichTextFormField
from intranet.core.richtext import to_text


class AmendmentForm(forms.Form):
    """Another wording of a clause, in the languages that it has, and why."""

    title = forms.CharField(
        label=gettext_lazy("Title of the idea"),
        min_length=4,
        max_length=160,
        help_text=gettext_lazy("What changes, in one sentence."),
    )
    why = RichTextFormField(
        label=gettext_lazy("Why"), profile="article", help_text=gettext_lazy("What does the clause miss, or say badly?")
    )
    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=160, required=False)
    body_fr = RichTextFormField(label=gettext_lazy("Text in French"), profile="article", required=False)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=160, required=False)
    body_en = RichTextFormField(label=gettext_lazy("Text in English"), profile="article", required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language in which you say why"), choices=settings.LANGUAGES)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(self, *args: Any, before: dict[str, str], **kwargs: Any) -> None:
        """``before`` is what the clause says: it has to be changed, and each language that it has keeps words."""
        super().__init__(*args, **kwargs)
        self.before = before

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        words = cleaned({name: said.get(name) or "" for name in WORDS})
        for language in ("fr", "en"):
            title, body = words[f"title_{language}"], words[f"body_{language}"]
            had = self.before.get(f"body_{language}")
            if had and not body and f"body_{language}" not in self.errors:
                self.add_error(f"body_{language}", _("The clause has a text in this language: keep one."))
            if body and not title and f"title_{language}" not in self.errors:
                self.add_error(f"title_{language}", _("Give the clause a title in this language too."))
        if not self.errors and all(_plain(words[name]) == _plain(self.before.get(name, "")) for name in WORDS):
            raise ValidationError(_("This is what the clause says already: change its words."))
        said["words"] = words
        return said


def _plain(text: str) -> str:
    return " ".join(to_text(text).split())
