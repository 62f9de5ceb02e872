"""The fields that a campaign adds to the form of an idea, defined by who manages it.

``Campaign.fields`` is a list of definitions: {"key", "kind", "label": {"en", "fr"}, "help": {"en", "fr"}, "required",
"choices": [{"key", "label": {"en", "fr"}}], "asked"}. ``Idea.answers`` is {key: plain text}: of a choice its key, of yes or
no "yes" or "no", of a number its digits with a point. A definition that is no longer ``asked`` still shows what was said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ideas.models import Campaign

MOST_FIELDS = 20
PREFIX = "own_"
LONGEST_SHORT = 200
LONGEST_LONG = 5000


class FieldKind(TextChoices):
    SHORT = "short", gettext_lazy("Short text")
    LONG = "long", gettext_lazy("Long text")
    NUMBER = "number", gettext_lazy("Number")
    CHOICE = "choice", gettext_lazy("Choice")
    YES_NO = "yes_no", gettext_lazy("Yes or no")


@dataclass(frozen=True)
class Said:
    """An answer as a page shows it: ``value`` in the reader's language; ``is_long`` has paragraphs."""

    key: str
    label: str
    value: str
    is_long: bool = False


def in_words(words: dict[str, str] | None) -> str:
    """Return the words of the reader's language, or of the other one where there are none."""
    words = words or {}
    wanted = "fr" if (get_language() or "").startswith("fr") else "en"
    return words.get(wanted) or next((text for text in words.values() if text), "")


def form_fields(campaign: "Campaign") -> dict[str, forms.Field]:
    """Return the form fields that ``campaign`` asks for, by their name in the form."""
    return {f"{PREFIX}{told['key']}": _field(told) for told in campaign.fields if told.get("asked", True)}


def _field(told: dict[str, Any]) -> forms.Field:
    common: dict[str, Any] = {
        "label": in_words(told["label"]),
        "help_text": escape(in_words(told.get("help"))),
        "required": bool(told.get("required")),
    }
    match told["kind"]:
        case FieldKind.LONG:
            return forms.CharField(max_length=LONGEST_LONG, widget=forms.Textarea(attrs={"rows": 4}), **common)
        case FieldKind.NUMBER:
            return forms.DecimalField(max_digits=18, decimal_places=4, localize=True, **common)
        case FieldKind.CHOICE:
            chosen = [(choice["key"], in_words(choice["label"])) for choice in told.get("choices", [])]
            return forms.ChoiceField(choices=[("", _("Choose…")), *chosen], **common)
        case FieldKind.YES_NO:
            sides = [("", _("Choose…")), ("yes", _("Yes")), ("no", _("No"))]
            return forms.ChoiceField(choices=sides, **common)
        case _:
            return forms.CharField(max_length=LONGEST_SHORT, **common)


def read_answers(campaign: "Campaign", cleaned: dict[str, Any], before: dict[str, str]) -> dict[str, str]:
    """Return the answers of a cleaned form, with those of ``before`` that the campaign no longer asks for."""
    names = form_fields(campaign)
    kept = {key: text for key, text in before.items() if f"{PREFIX}{key}" not in names}
    said = {name.removeprefix(PREFIX): _plain(cleaned.get(name)) for name in names}
    return {**kept, **{key: text for key, text in said.items() if text}}


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value if value is not None else "").replace("\x00", "").strip()


def initial_of(answers: dict[str, str]) -> dict[str, Any]:
    return {f"{PREFIX}{key}": text for key, text in answers.items()}


def said_in(campaign: "Campaign", answers: dict[str, str]) -> list[Said]:
    """Return what was said in the campaign's own fields, in its order, for a page or the search."""
    return list(_said(campaign.fields, answers))


def _said(fields: list[dict[str, Any]], answers: dict[str, str]) -> Iterator[Said]:
    for told in fields:
        text = answers.get(told["key"], "")
        if text:
            yield Said(told["key"], in_words(told["label"]), shown(told, text), told["kind"] == FieldKind.LONG)


def shown(told: dict[str, Any], text: str) -> str:
    """Return an answer as people read it."""
    if told["kind"] == FieldKind.YES_NO:
        return _("Yes") if text == "yes" else _("No")
    if told["kind"] == FieldKind.CHOICE:
        found = next((choice for choice in told.get("choices", []) if choice["key"] == text), None)
        return in_words(found["label"]) if found else text
    if told["kind"] == FieldKind.NUMBER:
        return number_format(Decimal(text), use_l10n=True, force_grouping=True)
    return text
