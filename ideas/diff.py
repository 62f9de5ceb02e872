"""What changed between two revisions of an idea, in words that can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ideas.own_fields import said_in
from intranet.core.richtext import to_text, upload_keys

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from ideas.models import Campaign, Idea, IdeaRevision

# Comparing word by word costs the square of their number: beyond this, whole paragraphs are compared.
_MOST_WORDS = 2500
_SHOWN = 50
_FIELDS = (
    ("title", _("Title")),
    ("problem", _("The problem")),
    ("proposal", _("The proposal")),
    ("benefit", _("Expected benefit")),
)
_LISTS = (("departments", _("Departments concerned")), ("tags", _("Tags")))


@dataclass(frozen=True)
class Piece:
    """``change``: "same", "added" or "removed"."""

    change: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    label: "str | Promise"
    pieces: list[Piece]
    images_changed: bool = False


@dataclass(frozen=True)
class Change:
    """``revision`` against the one before it."""

    revision: "IdeaRevision"
    fields: list[FieldChange]


def changes(idea: "Idea") -> list[Change]:
    """Return what each visible revision changed, latest first, the latest ``_SHOWN`` at the most. One query."""
    latest = idea.revisions.select_related("by__department").order_by("-number")[: _SHOWN + 1]
    revisions = list(reversed(latest))
    pairs = pairwise(revisions)
    return [Change(after, list(_field_changes(idea.campaign, before, after))) for before, after in pairs][::-1]


def _figure(cost: int | None) -> str:
    return number_format(cost, force_grouping=True) if cost is not None else ""


def _answer_changes(campaign: "Campaign", before: dict[str, str], after: dict[str, str]) -> Iterator[FieldChange]:
    """What changed in the campaign's own fields, as people read them; other keys belong to parts that show them."""
    old = {said.key: said for said in said_in(campaign, before)}
    new = {said.key: said for said in said_in(campaign, after)}
    for key in dict.fromkeys([*old, *new]):
        was, now = old[key].value if key in old else "", new[key].value if key in new else ""
        if was != now:
            yield FieldChange((new.get(key) or old[key]).label, compare(was, now))


def _field_changes(campaign: "Campaign", before: "IdeaRevision", after: "IdeaRevision") -> Iterator[FieldChange]:
    for name, label in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            plain = name == "title"
            pieces = compare(old if plain else to_text(old), new if plain else to_text(new))
            yield FieldChange(label, pieces, not plain and upload_keys(old) != upload_keys(new))
    if before.cost != after.cost:
        yield FieldChange(_("Cost"), compare(_figure(before.cost), _figure(after.cost)))
    yield from _answer_changes(campaign, before.answers, after.answers)
    for name, label in _LISTS:
        old, new = set(getattr(before, name)), set(getattr(after, name))
        if old != new:
            gone = [Piece("removed", value) for value in sorted(old - new)]
            yield FieldChange(label, gone + [Piece("added", value) for value in sorted(new - old)])


def compare(old: str, new: str) -> list[Piece]:
    """Return ``new`` against ``old`` as runs of words kept, added and removed."""
    pattern = r"\s+|[^\s]+" if len(old) + len(new) < _MOST_WORDS * 6 else r"\n+|[^\n]+"
    a, b = re.findall(pattern, old), re.findall(pattern, new)
    pieces: list[Piece] = []
    for operation, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if operation == "equal":
            pieces.append(Piece("same", "".join(a[i:j])))
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(a[i:j])))
        if k < m:
            pieces.append(Piece("added", "".join(b[k:m])))
    return pieces
