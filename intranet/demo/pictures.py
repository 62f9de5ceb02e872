"""The few drawings in the articles, made by code: flat, in the colours of the house, sharp on any screen."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 560
_SCALE = 2

PAPER, INK, SOFT, LINE = "#fbf8f4", "#2b2522", "#8a7d74", "#ddd3c8"
BERRY, WOOD, STEEL, LEAF = "#9a3a1c", "#d9b48a", "#8fa3ad", "#7c9473"


class Sheet:
    """A sheet to draw on, in points of the final picture; drawn twice as large, then made smaller, for smooth edges."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str | None, **style: Any) -> None:
        outline, radius = style.get("outline"), style.get("radius", 8)
        corners = [side * _SCALE for side in (left, top, right, bottom)]
        self.pen.rounded_rectangle(corners, radius * _SCALE, fill=fill, outline=outline, width=2 * _SCALE)

    def line(self, *points: tuple[float, float], fill: str = INK, width: float = 3) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.pen.line(scaled, fill=fill, width=round(width * _SCALE), joint="curve")

    def dot(self, x: float, y: float, size: float, fill: str) -> None:
        self.pen.ellipse([side * _SCALE for side in (x - size, y - size, x + size, y + size)], fill=fill)

    def word(self, x: float, y: float, text: str, size: float = 24, fill: str = INK, anchor: str = "mm") -> None:
        self.pen.text((x * _SCALE, y * _SCALE), text, font=_font(round(size * _SCALE)), fill=fill, anchor=anchor)

    def png(self) -> bytes:
        out = io.BytesIO()
        self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
        return out.getvalue()


@cache
def _font(size: int) -> Any:
    return ImageFont.truetype(settings.BASE_DIR / "intranet" / "static" / "fonts" / "public-sans.woff2", size)


def draw(name: str) -> bytes:
    """Return the drawing called ``name`` as PNG."""
    sheet = Sheet()
    DRAWINGS[name](sheet)
    return sheet.png()


def _sites(sheet: Sheet) -> None:
    places = {"Cork": (190, 130), "Mayenne": (490, 270), "Saint-Claude": (960, 330), "Lyon": (830, 430)}
    for one, other in (("Cork", "Mayenne"), ("Mayenne", "Lyon"), ("Lyon", "Saint-Claude")):
        sheet.line(places[one], places[other], fill=LINE, width=4)
    notes = {
        "Cork": "réparation, projets",
        "Mayenne": "atelier métal",
        "Saint-Claude": "atelier bois",
        "Lyon": "siège, études",
    }
    for name, (x, y) in places.items():
        sheet.dot(x, y, 15, BERRY)
        sheet.dot(x, y, 6, PAPER)
        below = 1 if name in {"Lyon", "Mayenne"} else -1
        sheet.word(x, y + below * 58 - 16, name, 28)
        sheet.word(x, y + below * 58 + 16, notes[name], 20, SOFT)


def _order_sheet(sheet: Sheet) -> None:
    sheet.box(330, 30, 870, 530, "#ffffff", outline=LINE)
    zones = [
        ("1", "Identité", 50, 140),
        ("2", "Matière", 155, 245),
        ("3", "Opérations", 260, 410),
        ("4", "Contrôles", 425, 510),
    ]
    for number, label, top, bottom in zones:
        sheet.box(350, top, 850, bottom, PAPER, outline=LINE)
        sheet.dot(270, (top + bottom) / 2, 26, BERRY)
        sheet.word(270, (top + bottom) / 2, number, 26, "#ffffff")
        sheet.word(375, (top + bottom) / 2, label, 26, INK, "lm")
        for row in range(int((bottom - top) // 40)):
            sheet.line((560, top + 30 + 34 * row), (825 - 40 * (row % 2), top + 30 + 34 * row), fill=LINE, width=6)


def _pallet(sheet: Sheet) -> None:
    sheet.box(300, 470, 900, 500, WOOD, radius=3)
    for x in (310, 570, 830):
        sheet.box(x, 500, x + 60, 530, WOOD, radius=3)
    for row in range(5):
        sheet.box(330, 430 - 34 * row, 640, 456 - 34 * row, "#ecd6b8", outline=WOOD, radius=3)
        sheet.line((332, 461 - 34 * row), (638, 461 - 34 * row), fill=LEAF, width=5)
    for x in range(690, 870, 44):
        sheet.line((x, 462), (x, 270), fill=STEEL, width=10)
        sheet.line((x, 272), (x + 26, 272), fill=STEEL, width=10)
    for x in (318, 882):
        sheet.line((x, 465), (x, 245), fill=BERRY, width=8)
    sheet.word(485, 225, "plateaux à plat, face contre face", 23)
    sheet.word(790, 225, "piètements debout", 23)
    sheet.word(220, 350, "cornières", 23, BERRY)
    sheet.word(600, 90, "Film : trois tours en bas, deux au milieu, trois en haut", 23, SOFT)
    sheet.box(296, 240, 904, 468, None, outline=SOFT, radius=14)


def _dust(sheet: Sheet) -> None:
    posts = [("Débit", 0.34), ("Usinage", 0.41), ("Toupie", 0.48), ("Ponçage bande", 0.62), ("Ponçage manuel", 0.97)]
    limit = 110
    for order, (label, value) in enumerate(posts):
        left = 170 + 190 * order
        top = 450 - value * (450 - limit)
        sheet.box(left, top, left + 110, 450, BERRY if value > 0.9 else WOOD, radius=4)
        sheet.word(left + 55, top + 24, str(value).replace(".", ","), 22, "#ffffff" if value > 0.9 else INK)
        sheet.word(left + 55, 482, label, 21, SOFT)
    sheet.line((130, 450), (1090, 450), fill=LINE)
    for start in range(130, 1090, 24):
        sheet.line((start, limit), (start + 12, limit), fill=INK, width=2)
    sheet.word(130, limit - 26, "Limite : 1 mg par mètre cube sur huit heures", 22, INK, "lm")


def _sizes(sheet: Sheet) -> None:
    for order, height in enumerate((26, 31, 35, 38, 43, 46), start=1):
        left, tall = 110 + 170 * (order - 1), height * 5
        seat = 460 - tall
        wide = 70 + height
        sheet.line((left, 460), (left + 8, seat), (left - 2, seat - tall * 0.85), fill=STEEL, width=7)
        sheet.line((left + wide, 460), (left + wide - 8, seat), fill=STEEL, width=7)
        sheet.box(left - 4, seat - 8, left + wide, seat + 6, WOOD, radius=4)
        sheet.box(left - 10, seat - tall * 0.85, left + 4, seat - tall * 0.5, WOOD, radius=4)
        sheet.word(left + wide / 2, 492, f"taille {order}", 22)
        sheet.word(left + wide / 2, 522, f"{height} cm", 20, SOFT)
    sheet.line((60, 464), (1140, 464), fill=LINE)


def _repair(sheet: Sheet) -> None:
    steps = [("Safe once repaired?", 180), ("Is there a part?", 500), ("Under a third of new?", 820)]
    for label, left in steps:
        sheet.box(left - 120, 110, left + 140, 210, "#ffffff", outline=BERRY, radius=16)
        sheet.word(left + 10, 160, label, 23)
        sheet.line((left + 10, 210), (left + 10, 330), fill=SOFT)
        sheet.word(left + 40, 268, "no", 21, SOFT, "lm")
    for left in (320, 640, 960):
        sheet.line((left, 160), (left + 60, 160), fill=SOFT)
        sheet.word(left + 28, 138, "yes", 21, SOFT)
    for label, left in (("replace the part", 180), ("replace", 500), ("ask, show both prices", 820)):
        sheet.box(left - 120, 330, left + 140, 410, "#f1ebe3", radius=16)
        sheet.word(left + 10, 370, label, 22)
    sheet.box(1020, 110, 1160, 210, BERRY, radius=16)
    sheet.word(1090, 160, "repair", 24, "#ffffff")
    sheet.word(600, 490, "Two thirds of a new one or more: replace, and keep the old one for parts", 22, SOFT)


DRAWINGS: dict[str, Callable[[Sheet], None]] = {
    "sites": _sites,
    "fiche": _order_sheet,
    "palette": _pallet,
    "poussieres": _dust,
    "tailles": _sizes,
    "repair": _repair,
}
