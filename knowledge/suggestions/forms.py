from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.forms import ArticleForm


class SuggestionForm(ArticleForm):
    """The same editor, and a word on why. Who accepts says whether it is a major change."""

    word = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("In a sentence, for who looks after the article: what is wrong, out of date or missing."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_major"]


class AmendForm(ArticleForm):
    """The proposal in the editor of who answers it, with a word to who made it."""

    answer = forms.CharField(label=_("A word to who suggested it"), max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["word"], self.fields["is_major"]


class AnswerForm(forms.Form):
    """A word with an answer; a refusal needs one."""

    answer = forms.CharField(
        label=_("A word to who suggested it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you decline: a reason that they can understand."),
    )

    def __init__(self, *args: Any, declines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = declines
        self.fields["answer"].error_messages["required"] = _("Say why you decline it.")
