"""What is small is made while the person waits; how much that is."""

from typing import IO, TYPE_CHECKING

from knowledge.exporting.archive import Archive, articles_of
from knowledge.exporting.pdf.book import MOST_WORDS, book_of, words_of
from knowledge.exporting.pdf.drawing import draw
from knowledge.models import ArticlePage, SpacePage

if TYPE_CHECKING:
    from intranet.accounts.models import User

# About two seconds of one core each.
WORDS_AT_ONCE = 8_000
ARTICLES_AT_ONCE = 40


def is_quick(place: SpacePage | ArticlePage, format: str, user: "User") -> bool:
    """Say whether the file can be made while somebody waits for the page."""
    if format == "pdf":
        return words_of(place, user) <= WORDS_AT_ONCE
    return articles_of(place, user).count() <= ARTICLES_AT_ONCE and words_of(place, user) <= 4 * WORDS_AT_ONCE


def is_possible_as_pdf(place: SpacePage | ArticlePage, user: "User") -> bool:
    """Say whether one PDF file may hold ``place``: a longer one is made space by space."""
    return words_of(place, user) <= MOST_WORDS


def write_pdf(place: SpacePage | ArticlePage, file: IO[bytes], *, user: "User", language: str) -> None:
    file.write(draw(book_of(place, user), user=user, language=language))


def write_zip(place: SpacePage, file: IO[bytes], *, user: "User") -> None:
    Archive(place, user=user).write(file)
