import ctypes.util
import io
import logging
import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import ImageFile

from intranet.contributions.paper.fetching import BASE, fetcher_for
from intranet.ui import theme
from intranet.ui.colour import nearest_readable

if TYPE_CHECKING:
    from intranet.accounts.models import User

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.ERROR)

ACCENT = "#0b5a6b"
# Drawing takes a core and some memory: one file at a time in a process.
_drawing = threading.Lock()


class NotPossible(Exception):
    """This machine lacks what draws PDF files (see the check ``parvis.W026``)."""


@lru_cache(maxsize=1)  # the system is asked by a program, and does not change while we run
def is_possible() -> bool:
    """Say whether this machine can draw PDF files: whether Pango is there."""
    return ctypes.util.find_library("pango-1.0") is not None and ctypes.util.find_library("pangoft2-1.0") is not None


def drawn(html: str, sheet: str, *, user: "User | None") -> bytes:
    """Return the document ``html`` with the style ``sheet`` as a PDF file, as ``user`` may see it (``None``: an
    administrator). ``var(--accent)`` is the charter's colour. ``NotPossible``; a second a dozen pages, on one core."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise NotPossible from error
    # Importing it makes Pillow take damaged pictures everywhere in the process: people's uploads must not be.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    fetcher, fonts = fetcher_for(user), FontConfiguration()
    target = io.BytesIO()
    with _drawing:
        css = CSS(string=sheet + _style(), base_url=BASE, url_fetcher=fetcher, font_config=fonts)
        document = HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        document.write_pdf(
            target, stylesheets=[css], font_config=fonts, pdf_tags=True, optimize_images=True, jpeg_quality=85, dpi=200
        )
    return target.getvalue()


def _style() -> str:
    """Return the charter's colour, readable on white paper, for the style sheet. Nothing but "#rrggbb" gets in."""
    accent = theme.current().accent
    accent = accent if re.fullmatch(r"#[0-9a-fA-F]{6}", accent) else ACCENT
    return f"html {{ --accent: {nearest_readable(accent, on='#ffffff', ratio=theme.AA)}; }}"
