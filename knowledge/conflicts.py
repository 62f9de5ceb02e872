"""The form that asks what a merge could not decide."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import RichTextFormField
from intranet.core.richtext import CleanHTML, clean, from_plain
from knowledge.diff import compare_html
from knowledge.diff.comparing import Row
from knowledge.forms import SUMMARY_LENGTH, TITLE_LENGTH
from knowledge.merging import surrounded
from knowledge.reconciling import Reconciliation

LABELS = {"title": _("Title"), "summary": _("Summary"), "language": _("Language of the text")}
# The fields that a person may also answer in words of their own.
LENGTHS = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH}


@dataclass(frozen=True)
class Question:
    """One thing that two people changed: a piece of the text, or a field. The HTML is clean; ``None``: taken away."""

    name: str
    label: str
    mine: CleanHTML | None
    theirs: CleanHTML | None
    choice: forms.BoundField
    own: forms.BoundField | None
    differences: list[Row]
    mark: str

    @property
    def has_both(self) -> bool:
        return ("both", "both") in getattr(self.choice.field, "choices", ())


def mark_of(mine: str | None, theirs: str | None) -> str:
    """Return what a question is known by: what it is about, so that it is the same one when it is asked again."""
    return hashlib.sha256(json.dumps([mine, theirs]).encode()).hexdigest()[:24]


class QuestionsForm(forms.Form):
    """What a merge must ask: for each piece, "mine", "theirs", "both" or "own"; for each field, all but "both"."""

    def __init__(
        self, data: Any = None, *, reconciliation: Reconciliation, remembered: "Mapping[str, Any] | None" = None
    ) -> None:
        """``remembered``: what the person chose before, by the mark of each question."""
        super().__init__(data)
        self.reconciliation = reconciliation
        self.remembered = remembered or {}
        self.marks: dict[str, str] = {}
        for name in reconciliation.disputed_fields:
            merged = reconciliation.fields[name]
            own = forms.CharField(max_length=LENGTHS[name], required=False) if name in LENGTHS else None
            self._add(name, own, merged.mine, both=False, mark=mark_of(merged.mine, merged.theirs))
        for number, part in enumerate(reconciliation.conflicts):
            field = RichTextFormField(profile="article", required=False)
            field.widget.attrs["rows"] = 6
            both = part.mine is not None and part.theirs is not None
            text = surrounded(part.mine or part.theirs or "", part.around)
            self._add(str(number), field, text, both=both, mark=mark_of(part.mine, part.theirs))

    def _add(self, name: str, own: forms.Field | None, initial: str, *, both: bool, mark: str) -> None:
        before = self.remembered.get(mark) or {}
        choices = ["theirs", "mine", *(["both"] if both else []), *(["own"] if own else [])]
        messages = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
        self.fields[f"choice-{name}"] = forms.ChoiceField(choices=[(c, c) for c in choices], error_messages=messages)
        if before.get("choice") in choices:
            self.fields[f"choice-{name}"].initial = before["choice"]
        self.marks[name] = mark
        if own:
            own.initial = before.get("own") or initial
            self.fields[f"own-{name}"] = own

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("choice-title") == "own" and not data.get("own-title"):
            self.add_error("own-title", _("An article has a title."))
        return data

    @property
    def answers(self) -> tuple[dict[int, str], dict[str, str]]:
        """Return the HTML for each conflict by its number, and the value for each disputed field by its name."""
        found, data = self.reconciliation, self.cleaned_data
        pieces = {
            number: found.answer(number, data[f"choice-{number}"], data[f"own-{number}"])
            for number in range(len(found.conflicts))
        }
        fields: dict[str, str] = {}
        for name in found.disputed_fields:
            merged, choice = found.fields[name], data[f"choice-{name}"]
            own = data.get(f"own-{name}", "")
            fields[name] = merged.mine if choice == "mine" else merged.theirs if choice == "theirs" else own
        return pieces, fields

    def questions(self) -> Iterator[Question]:
        found = self.reconciliation
        languages = dict(settings.LANGUAGES)
        for name in found.disputed_fields:
            merged = found.fields[name]
            shown = [clean(from_plain(str(languages.get(value, value)))) for value in (merged.mine, merged.theirs)]
            yield self._question(name, str(LABELS[name]), *shown)
        for number, (part, heading) in enumerate(zip(found.conflicts, found.headings_before(), strict=True)):
            pieces = [
                clean(surrounded(html, part.around)) if html is not None else None for html in (part.mine, part.theirs)
            ]
            label = _("Under “%(heading)s”") % {"heading": heading} if heading else _("In the text")
            yield self._question(str(number), str(label), *pieces)

    def _question(self, name: str, label: str, mine: CleanHTML | None, theirs: CleanHTML | None) -> Question:
        rows = compare_html(theirs, mine).rows if mine and theirs else []
        own = self[f"own-{name}"] if f"own-{name}" in self.fields else None
        return Question(name, label, mine, theirs, self[f"choice-{name}"], own, rows, self.marks[name])
