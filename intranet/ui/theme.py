"""How the charter dresses the site: a few values become every colour, for day and night.

The charter room says where its values are (``set_source``); this module turns them into CSS custom properties and
keeps text readable: whatever the accent, what is written on it or in it reaches WCAG AA.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from intranet.ui.colour import contrast_ratio, mix, nearest_readable

THEME_COOKIE = "parvis_theme"
THEMES = ("light", "dark", "system")
AA = 4.5

# The papers of tokens.css, on which derived colours must be readable.
LIGHT_PAPER, DARK_PAPER = "#fbfaf7", "#171614"
LIGHT_INK, DARK_INK = "#211f1b", "#ece8e0"

_NAME = re.compile(r"^[a-z][a-z0-9-]*$")
_VALUE = re.compile(r"^[\w\s#%.,()\"'-]*$")


@dataclass(frozen=True)
class Theme:
    """What the charter decides. Every part may be left out.

    ``accent``: "#rrggbb"; its whole family is derived. ``tokens``: further custom properties by name without dashes
    ("paper": "light-dark(#fff, #111)"), after the derived ones. ``logo_url``/``logo_alt``: in the top bar.
    """

    accent: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict)
    logo_url: str = ""
    logo_alt: str = ""

    @cached_property
    def css(self) -> str:
        values = {**(accent_family(self.accent) if self.accent else {}), **self.tokens}
        lines = [f"--{name}: {value};" for name, value in values.items() if _safe(name, value)]
        return f"@layer tokens {{ :root {{ {' '.join(lines)} }} }}\n" if lines else ""

    @cached_property
    def version(self) -> str:
        """A short name that changes with the content: the address of the style sheet can be kept for ever."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:12]


DEFAULT = Theme()
_source: Callable[[], Theme | None] | None = None


def set_source(source: Callable[[], Theme | None] | None) -> None:
    """Name the function that gives the theme in force. It runs on every page: it must keep its answer in memory."""
    global _source
    _source = source


def current() -> Theme:
    return (_source() if _source else None) or DEFAULT


def _safe(name: str, value: str) -> bool:
    """A value that could end its declaration or load something is left out; nothing else is trusted here."""
    return bool(_NAME.match(name) and _VALUE.match(value)) and "url" not in value.lower()


@lru_cache(maxsize=32)
def accent_family(accent: str) -> dict[str, str]:
    """Derive the tokens of an accent for both themes, each readable where it is used."""
    day = nearest_readable(accent, on=LIGHT_PAPER, ratio=AA)
    day_soft = mix(day, LIGHT_PAPER, 0.1)
    day = nearest_readable(day, on=day_soft, ratio=AA)
    night = nearest_readable(mix(accent, "#ffffff", 0.6), on=DARK_PAPER, ratio=7)
    night_soft = mix(night, DARK_PAPER, 0.18)
    night_on = "#ffffff" if contrast_ratio("#ffffff", night) >= AA else mix(night, "#000000", 0.14)
    pairs = {
        "accent": (day, night),
        "accent-strong": (mix(day, "#000000", 0.78), mix(night, "#ffffff", 0.7)),
        "accent-fill": (day, night),
        "accent-fill-hover": (mix(day, "#000000", 0.78), mix(night, "#ffffff", 0.8)),
        "on-accent": ("#ffffff", night_on),
        "accent-soft": (day_soft, night_soft),
        "accent-line": (mix(day, LIGHT_PAPER, 0.36), mix(night, DARK_PAPER, 0.36)),
    }
    return {name: f"light-dark({light}, {dark})" for name, (light, dark) in pairs.items()}
