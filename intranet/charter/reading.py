"""The charter as it is laid out for a reader: in force, as it was, or still a draft; one template shows all three."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from intranet.charter.languages import pick
from intranet.charter.models import CharterPage, CharterVersion, Clause
from intranet.charter.theme import INTERFACE_FONTS, READING_FONTS, pairs, palettes
from intranet.core.richtext import clean

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from intranet.charter.theme import Pair

_SWATCHES: list[tuple[str, "str | Promise"]] = [
    ("accent", _("Accent")),
    ("ink", _("Ink")),
    ("paper", _("Paper")),
]


@dataclass(frozen=True)
class Shown:
    """A clause on the page. ``clause`` is its row when it is the one in force (for its thread and address)."""

    number: int
    anchor: str
    title: str
    body: str
    specimen: str
    clause: Clause | None = None


def in_force(clauses: Iterable[Clause]) -> list[Shown]:
    return [Shown(c.number, c.anchor, c.title, c.body, c.specimen, c) for c in clauses]


def as_it_was(version: CharterVersion) -> list[Shown]:
    return [
        Shown(
            number=clause["number"],
            anchor=clause["anchor"],
            title=pick(clause["title_fr"], clause["title_en"]),
            body=clean(pick(clause["body_fr"], clause["body_en"])),
            specimen=clause["specimen"],
        )
        for clause in version.clauses
    ]


def as_drafted(page: CharterPage) -> list[Shown]:
    from intranet.charter.actions import cleaned

    return [
        Shown(
            number=number,
            anchor=f"clause-{number}",
            title=pick(block.value["title_fr"], block.value["title_en"]),
            body=cleaned(pick(str(block.value["body_fr"].source), str(block.value["body_en"].source))),
            specimen=block.value["specimen"] or "",
        )
        for number, block in enumerate(page.clauses, start=1)
    ]


@dataclass(frozen=True)
class Swatch:
    token: str
    name: "str | Promise"
    day: str
    night: str


@dataclass(frozen=True)
class Specimens:
    """What a clause can show beside its words: the colours, the typefaces and the logo of a look."""

    swatches: list[Swatch]
    reading_font: str
    interface_font: str
    day: dict[str, "Pair"]
    night: dict[str, "Pair"]


def specimens(look: dict[str, Any]) -> Specimens:
    day, night = palettes(look)
    return Specimens(
        swatches=[Swatch(token, name, day[token], night[token]) for token, name in _SWATCHES],
        reading_font=str(dict(READING_FONTS).get(look.get("reading_font", ""), READING_FONTS[0][1])),
        interface_font=str(dict(INTERFACE_FONTS).get(look.get("interface_font", ""), INTERFACE_FONTS[0][1])),
        day=_by_text(day),
        night=_by_text(night),
    )


def _by_text(palette: dict[str, str]) -> dict[str, "Pair"]:
    """The contrasts worth showing: what is written on paper, by the token of the text."""
    return {pair.text: pair for pair in pairs(palette) if pair.ground == "paper"}
