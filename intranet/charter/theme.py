"""The charter dresses the site: from the few colours that the community manager chooses to every token of the design.

A *look* is plain data: the colours of ``COLOURS`` ("" for the site's own), ``reading_font``, ``interface_font`` and ``logo``
(id of an image). A *palette* is what one theme, day or night, comes out as: {token: "#rrggbb"}.
"""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intranet.ui.colour import contrast_ratio, mix, nearest_readable
from intranet.ui.theme import AA, Theme

READING_FONTS = [
    ("source-serif", "Source Serif"),
    ("public-sans", "Public Sans"),
    ("system-serif", _("The reader's own serif")),
    ("system-sans", _("The reader's own sans")),
]
INTERFACE_FONTS = [
    ("public-sans", "Public Sans"),
    ("source-serif", "Source Serif"),
    ("system-sans", _("The reader's own sans")),
]
_STACKS = {
    "source-serif": "var(--serif)",
    "public-sans": "var(--sans)",
    "system-serif": "Georgia, serif",
    "system-sans": "system-ui, sans-serif",
}

# The colours that can be chosen, by day and by night, with the token that each fills.
COLOURS = ("accent", "paper", "ink", "accent_dark", "paper_dark", "ink_dark")
_STATES = ("good", "warn", "bad", "info")
_NAMES: dict[str, str | Promise] = {
    "accent": _("accent"),
    "accent-strong": _("strong accent"),
    "accent-soft": _("soft accent"),
    "accent-fill": _("button"),
    "on-accent": _("text on a button"),
    "ink": _("ink"),
    "ink-soft": _("soft ink"),
    "ink-faint": _("faint ink"),
    "paper": _("paper"),
    "raised": _("raised paper"),
    "sunken": _("sunken paper"),
    "hover": _("paper under the pointer"),
    "good": _("the colour of success"),
    "warn": _("the colour of warnings"),
    "bad": _("the colour of errors"),
    "info": _("the colour of information"),
    **{f"{state}-soft": _("the background of notices") for state in _STATES},
}
# Every pair of text and background that the style sheets use and that a chosen colour takes part in.
_PAIRS = [
    *((text, ground) for text in ("ink", "accent") for ground in ("paper", "raised", "sunken", "hover")),
    ("accent-strong", "accent-soft"),
    ("ink", "accent-soft"),
    ("on-accent", "accent-fill"),
    *((text, ground) for text in ("ink-soft", "ink-faint") for ground in ("paper", "sunken")),
    *((state, "paper") for state in _STATES),
    *(("ink", f"{state}-soft") for state in _STATES),
]
_TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


@cache
def site_palettes() -> tuple[dict[str, str], dict[str, str]]:
    """Return the site's own colours by day and by night, as ``tokens.css`` says them."""
    source = (settings.BASE_DIR / "intranet" / "static" / "css" / "tokens.css").read_text()
    found = _TOKEN.findall(source)
    return {name: day for name, day, _night in found}, {name: night for name, _day, night in found}


def default_colour(name: str) -> str:
    """Return the site's own value of one of ``COLOURS``."""
    return site_palettes()[name.endswith("_dark")][name.removesuffix("_dark")]


def palettes(look: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return every colour by day and by night. What was not chosen follows from what was, or is the site's own."""
    day = _palette(look, night=False)
    return day, _palette(look, night=True)


def _palette(look: Mapping[str, Any], *, night: bool) -> dict[str, str]:
    suffix = "_dark" if night else ""
    palette = dict(site_palettes()[night])
    chosen = {name: (look.get(name + suffix) or "").lower() for name in ("paper", "ink", "accent")}
    if chosen["paper"] or chosen["ink"]:
        palette |= _surfaces(chosen["paper"] or palette["paper"], chosen["ink"] or palette["ink"], night=night)
    accent = chosen["accent"]
    if night and not accent and look.get("accent"):
        # Chosen for the day only: by night the same hue, lighter, well readable.
        accent = nearest_readable(mix(look["accent"], "#ffffff", 0.6), on=palette["hover"], ratio=6)
    if accent or chosen["paper"] or chosen["ink"]:
        palette |= _accents(accent or palette["accent"], palette, night=night)
    return palette


def _surfaces(paper: str, ink: str, *, night: bool) -> dict[str, str]:
    sunken, hover = mix(paper, ink, 0.97), mix(paper, ink, 0.94)
    return {
        "paper": paper,
        "ink": ink,
        "raised": mix(paper, "#ffffff", 0.95 if night else 0.3),
        "sunken": sunken,
        "hover": hover,
        "ink-soft": nearest_readable(mix(ink, paper, 0.76), on=hover, ratio=AA),
        "ink-faint": nearest_readable(mix(ink, paper, 0.62), on=hover, ratio=AA),
        "line": mix(paper, ink, 0.88),
        "line-strong": mix(paper, ink, 0.78),
        "control": nearest_readable(mix(ink, paper, 0.5), on=paper, ratio=3),
    }


def _accents(accent: str, palette: Mapping[str, str], *, night: bool) -> dict[str, str]:
    end = "#ffffff" if night else "#000000"
    soft = mix(accent, palette["paper"], 0.18 if night else 0.1)
    on_accent = (
        "#ffffff"
        if contrast_ratio("#ffffff", accent) >= AA
        else nearest_readable(mix(accent, "#000000", 0.25), on=accent, ratio=AA)
    )
    return {
        "accent": accent,
        "accent-strong": nearest_readable(mix(accent, end, 0.78), on=soft, ratio=AA),
        "accent-fill": accent,
        "accent-fill-hover": mix(accent, end if on_accent == "#ffffff" or night else "#ffffff", 0.82),
        "on-accent": on_accent,
        "accent-soft": soft,
        "accent-line": mix(accent, palette["paper"], 0.36),
    }


@dataclass(frozen=True)
class Pair:
    """Two colours that meet as text and background, and how well the one reads on the other (WCAG 2.2, 1 to 21)."""

    text: str
    ground: str
    text_colour: str
    ground_colour: str
    ratio: float

    @property
    def is_readable(self) -> bool:
        return self.ratio >= AA

    @property
    def text_name(self) -> str:
        return str(_NAMES[self.text])

    @property
    def ground_name(self) -> str:
        return str(_NAMES[self.ground])


def pairs(palette: Mapping[str, str]) -> list[Pair]:
    """Return every pair of text and background of ``palette`` with its contrast."""
    return [
        Pair(text, ground, palette[text], palette[ground], contrast_ratio(palette[text], palette[ground]))
        for text, ground in _PAIRS
    ]


def unreadable(look: Mapping[str, Any]) -> Iterator[tuple[str, Pair]]:
    """Yield (name of the chosen colour to blame, pair) for each pair under 4.5 to 1, by day and by night."""
    for palette, suffix in zip(palettes(look), ("", "_dark"), strict=True):
        for pair in pairs(palette):
            if not pair.is_readable:
                yield _to_blame(pair, look, suffix), pair


def _to_blame(pair: Pair, look: Mapping[str, Any], suffix: str) -> str:
    """Name the field where the error is shown: a chosen one that takes part in the pair."""
    for token in (pair.text, pair.ground):
        family = "accent" if "accent" in token else "ink" if "ink" in token else "paper"
        if look.get(family + suffix):
            return family + suffix
    return next((name + suffix for name in ("paper", "ink", "accent") if look.get(name + suffix)), "accent")


def theme_of(look: Mapping[str, Any], *, logo_url: str = "", logo_alt: str = "") -> Theme:
    """Return the site's theme for ``look``: only what differs from the site's own."""
    day, night = palettes(look)
    own_day, own_night = site_palettes()
    tokens = {
        name: f"light-dark({day[name]}, {night[name]})"
        for name in day
        if (day[name], night[name]) != (own_day[name], own_night[name])
    }
    if look.get("reading_font", "source-serif") != "source-serif":
        tokens["font-title"] = tokens["font-read"] = _STACKS[look["reading_font"]]
    if look.get("interface_font", "public-sans") != "public-sans":
        tokens["font-ui"] = _STACKS[look["interface_font"]]
    return Theme(tokens=tokens, logo_url=logo_url, logo_alt=logo_alt)


class ThemeInForce:
    """The published theme, kept in memory: this process asks the database at most once a second.

    So a publication shows at once where it was made (``forget``), and within a second in every other process, whatever
    the cache is. One short query a second costs nothing; one a page would.
    """

    SECONDS = 1.0

    def __init__(self) -> None:
        self._number = 0
        self._theme: Theme | None = None
        self._asked_at = float("-inf")

    def forget(self) -> None:
        self._asked_at = float("-inf")

    def __call__(self) -> Theme | None:
        now = time.monotonic()
        if now - self._asked_at >= self.SECONDS:
            self._asked_at = now
            self._refresh()
        return self._theme

    def _refresh(self) -> None:
        from intranet.charter.models import CharterVersion

        number = CharterVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
        if number != self._number:
            version = CharterVersion.objects.filter(number=number).first()
            self._theme = version.theme if version else None
            self._number = number


theme_in_force = ThemeInForce()
