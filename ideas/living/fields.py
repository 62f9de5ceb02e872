"""Defining the fields that a campaign adds to the form of its ideas."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Campaign, Idea
from ideas.own_fields import MOST_FIELDS, FieldKind, in_words
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.accounts.models import User

MOST_CHOICES = 20
_CHOICES_HELP = gettext_lazy("One a line; in both languages with a bar between: “In a week | En une semaine”.")


class OwnFieldForm(forms.Form):
    """One field of a campaign, in both languages. One of the two is enough: it stands for the other."""

    label_en = forms.CharField(label=gettext_lazy("Its name in English"), max_length=120, required=False)
    label_fr = forms.CharField(label=gettext_lazy("Its name in French"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What one answers"), choices=FieldKind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_CHOICES_HELP,
    )
    help_en = forms.CharField(label=gettext_lazy("Help in English"), max_length=300, required=False)
    help_fr = forms.CharField(label=gettext_lazy("Help in French"), max_length=300, required=False)
    required = forms.BooleanField(label=gettext_lazy("An answer is required"), required=False)

    @classmethod
    def of(cls, told: dict[str, Any]) -> "OwnFieldForm":
        lines = [_line(choice["label"]) for choice in told.get("choices", [])]
        initial = {
            f"{name}_{code}": told.get(name, {}).get(code, "") for name in ("label", "help") for code in ("en", "fr")
        }
        return cls(
            initial={**initial, "kind": told["kind"], "required": told.get("required"), "choices": "\n".join(lines)}
        )

    def clean_choices(self) -> list[dict[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        if len(lines) > MOST_CHOICES:
            raise ValidationError(_("Offer %(most)d choices at the most."), params={"most": MOST_CHOICES})
        return [
            dict(zip(("en", "fr"), [part.strip()[:120] for part in line.split("|")][:2], strict=False))
            for line in lines
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("label_en") and not said.get("label_fr"):
            self.add_error("label_en", _("Give it a name, in one language at least."))
        if said.get("kind") == FieldKind.CHOICE and len(said.get("choices") or []) < 2 and "choices" not in self.errors:
            self.add_error("choices", _("Offer at least two choices."))
        return said

    @property
    def definition(self) -> dict[str, Any]:
        said = self.cleaned_data
        told = {
            "kind": said["kind"],
            "label": {code: said[f"label_{code}"] for code in ("en", "fr") if said[f"label_{code}"]},
            "help": {code: said[f"help_{code}"] for code in ("en", "fr") if said[f"help_{code}"]},
            "required": said["required"],
            "asked": True,
        }
        return told | ({"choices": said["choices"]} if said["kind"] == FieldKind.CHOICE else {})


def _line(label: dict[str, str]) -> str:
    return " | ".join(text for text in (label.get("en", ""), label.get("fr", "")) if text)


@transaction.atomic
def save_field(campaign: Campaign, told: dict[str, Any], *, key: str, by: "User") -> str:
    """Add a field (``key`` empty) or change one; return its key. Choices keep their keys where their words stay.

    The kind of a field that was answered stays: the answers would mean something else.
    """
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    fields = list(held.fields)
    old = next((field for field in fields if field["key"] == key), None) if key else None
    if old is None and len(fields) >= MOST_FIELDS:
        raise ValidationError(
            _("A campaign asks %(most)d things of its own at the most."), params={"most": MOST_FIELDS}
        )
    if old is not None and told["kind"] != old["kind"] and was_answered(held, key):
        raise ValidationError(_("This was answered already: it stays what it is. Stop asking it, and add another one."))
    if "choices" in told:
        told["choices"] = _keyed(told["choices"], old.get("choices", []) if old else [])
    if old is None:
        key = _new_key(told["label"], {field["key"] for field in fields})
        fields.append({"key": key, **told})
    else:
        fields[fields.index(old)] = {"key": key, **told}
    _store(held, fields, by=by)
    return key


@transaction.atomic
def drop_field(campaign: Campaign, key: str, *, by: "User") -> None:
    """Stop asking: the field goes where nobody answered it; else what was said stays shown, and nobody is asked."""
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if was_answered(held, key):
        fields = [{**field, "asked": False} if field["key"] == key else field for field in held.fields]
    else:
        fields = [field for field in held.fields if field["key"] != key]
    _store(held, fields, by=by)


@transaction.atomic
def move_field(campaign: Campaign, key: str, *, up: bool, by: "User") -> None:
    """Ask a field one place earlier or later. At the end, or gone meanwhile, nothing moves."""
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    fields = list(held.fields)
    here = next((at for at, field in enumerate(fields) if field["key"] == key), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(fields):
        return
    fields[here], fields[there] = fields[there], fields[here]
    _store(held, fields, by=by)


def was_answered(campaign: Campaign, key: str) -> bool:
    return Idea.objects.filter(campaign=campaign, answers__has_key=key).exists()


def _store(campaign: Campaign, fields: list[dict[str, Any]], *, by: "User") -> None:
    campaign.fields = fields
    campaign.save(update_fields=["fields"])
    record("campaign.fields_changed", by=by, target=campaign)


def _keyed(choices: list[dict[str, str]], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each choice a key of its own: the one it had where one of its words is the same."""
    taken: set[str] = set()
    found = []
    for words in choices:
        same = next((c["key"] for c in known if set(c["label"].values()) & set(words.values())), "")
        key = same if same and same not in taken else _new_key(words, taken | {c["key"] for c in known})
        taken.add(key)
        found.append({"key": key, "label": words})
    return found


def _new_key(label: dict[str, str], taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", slugify(in_words(label)))[:40].strip("_") or "field"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key
