from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

# What a clause can hold. Clauses are read aloud, cited and compared: no images, no embeds.
FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "blockquote"]


class ClauseBlock(blocks.StructBlock):
    """A clause as it is edited: in French, in English or in both. The block's own id is the clause's identity."""

    title_fr = blocks.CharBlock(label=_("Title in French"), required=False, max_length=160)
    body_fr = blocks.RichTextBlock(label=_("Text in French"), required=False, features=FEATURES)
    title_en = blocks.CharBlock(label=_("Title in English"), required=False, max_length=160)
    body_en = blocks.RichTextBlock(label=_("Text in English"), required=False, features=FEATURES)
    specimen = blocks.ChoiceBlock(
        label=_("Show with it"),
        required=False,
        choices=[
            ("colours", _("The colours, live")),
            ("type", _("The typefaces, live")),
            ("logo", _("The logo")),
        ],
    )

    class Meta:
        icon = "doc-full"
        label = _("Clause")
        label_format = "{title_fr} · {title_en}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        for language in ("fr", "en"):
            title, body = cleaned[f"title_{language}"], _words(cleaned[f"body_{language}"])
            if title and not body:
                errors[f"body_{language}"] = ValidationError(_("This clause has a title but no text in this language."))
            if body and not title:
                errors[f"title_{language}"] = ValidationError(
                    _("This clause has a text but no title in this language.")
                )
        if not errors and not cleaned["title_fr"] and not cleaned["title_en"]:
            errors["title_fr"] = ValidationError(_("Write the clause in French, in English or in both."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


def _words(text: Any) -> str:
    from intranet.core.richtext import to_text

    return to_text(str(getattr(text, "source", text) or "")).strip()
