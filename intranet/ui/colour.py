"""Colour sums: contrast as WCAG 2.2 defines it, and mixing that keeps a colour's character.

Colours are "#rrggbb" (or "#rgb"). Formulas: relative luminance and contrast ratio, WCAG 2.2 (w3.org/TR/WCAG22,
definitions); mixing in OKLab (B. Ottosson, 2020), where equal steps look equal.
"""

import re

_HEX = re.compile(r"^#(?:[0-9a-f]{3}|[0-9a-f]{6})$", re.IGNORECASE)

Triple = tuple[float, float, float]


def parse(colour: str) -> Triple:
    """Return red, green and blue from 0 to 1. Raises ``ValueError`` for what is not a hexadecimal colour."""
    if not _HEX.match(colour):
        raise ValueError(f"not a colour: {colour!r}")
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _encoded(channel: float) -> int:
    channel = min(1.0, max(0.0, channel))
    value = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(value * 255)


def luminance(colour: str) -> float:
    red, green, blue = map(_linear, parse(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(a: str, b: str) -> float:
    """Return the WCAG contrast of two colours, from 1 to 21; their order does not matter."""
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _to_oklab(colour: str) -> Triple:
    red, green, blue = map(_linear, parse(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> str:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return "#" + "".join(f"{_encoded(channel):02x}" for channel in (red, green, blue))


def mix(colour: str, other: str, share: float) -> str:
    """Return ``share`` (0 to 1) of ``colour`` with the rest of ``other``."""
    pairs = zip(_to_oklab(colour), _to_oklab(other), strict=True)
    lightness, a, b = (share * one + (1 - share) * two for one, two in pairs)
    return _from_oklab(lightness, a, b)


def nearest_readable(colour: str, *, on: str, ratio: float) -> str:
    """Return ``colour``, darkened or lightened by the least that reaches ``ratio`` on the colour ``on``.

    Falls back to black or white, which reaches any ratio up to 4.5 on every colour.
    """
    if contrast_ratio(colour, on) >= ratio:
        return colour
    end = max(("#000000", "#ffffff"), key=lambda extreme: contrast_ratio(extreme, on))
    for step in range(1, 100):
        candidate = mix(end, colour, step / 100)
        if contrast_ratio(candidate, on) >= ratio:
            return candidate
    return end
