from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from intranet.contributions.paper import NotPossible, drawn, is_possible
from intranet.ui import theme
from knowledge.exporting.pdf.book import Book

if TYPE_CHECKING:
    from intranet.accounts.models import User

__all__ = ["NotPossible", "draw", "is_possible"]


def draw(book: Book, *, user: "User | None", language: str) -> bytes:
    """Return ``book`` as a PDF file, its own words (contents, page) in ``language``. A second a dozen pages, on one core."""
    with translation.override(language):
        html = str(render_to_string("knowledge/exporting/pdf.html", _context(book, language)))
    html = book.within.joined(html) if book.within else html
    return drawn(html, (Path(__file__).parent / "print.css").read_text(encoding="utf-8"), user=user)


def _context(book: Book, language: str) -> dict[str, Any]:
    return {
        "book": book,
        "theme": theme.current(),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "language": language,
        "LANGUAGE_CODE": language,
        "today": timezone.localdate(),
        "article_count": sum(not chapter.is_part for chapter in book.chapters),
    }
