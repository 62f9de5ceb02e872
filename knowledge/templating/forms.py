from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import RichTextFormField
from knowledge.templating.models import ArticleTemplate


class TemplateForm(forms.Form):
    """A template. Its body is what an article begins with."""

    title = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(
        label=_("What it is for"),
        max_length=200,
        required=False,
        help_text=_("One line, on the card that people choose."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleTemplate.Form.choices)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    body = RichTextFormField(
        label=_("Text"),
        profile="article",
        help_text=_("Headings, and under each in a few words what to write there."),
    )

    @staticmethod
    def initial_of(template: ArticleTemplate) -> dict[str, str]:
        return {name: getattr(template, name) for name in ("title", "description", "kind", "language", "body")}
