"""What the site reads out of an article: its outline with anchors, its words, its title as people type it, a slug."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from django.utils.text import slugify

from intranet.core.richtext import clean, headings, with_heading_ids, word_count
from intranet.core.richtext.cleaning import CleanHTML, stays_clean

WORDS_A_MINUTE = 220
SLUG_LENGTH = 60
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
APOSTROPHES = re.compile(r"['’ʼ]")
ANCHOR = re.compile(r'(?<=<h[2-4]) id="([^"]*)"')


@lru_cache(maxsize=8)  # a text is settled several times while it is saved: page, version, publication
def anchored(body: str) -> CleanHTML:
    """Return ``body`` clean and with an id on each heading, each id once; those it has stay, so that links outlive edits."""
    cleaned = body if isinstance(body, CleanHTML) else clean(body, profile="article")
    if any(count > 1 for count in Counter(ANCHOR.findall(cleaned)).values()):
        cleaned = clean(ANCHOR.sub("", cleaned), profile="article")
    return stays_clean(with_heading_ids(cleaned), profile="article")


def outline(body: str) -> list[dict[str, str | int]]:
    """Return the headings of an ``anchored`` text, as they are kept: ``[{"id", "text", "level"}, …]``."""
    return [{"id": name, "text": text, "level": level} for level, name, text in _headings(body)]


@lru_cache(maxsize=8)
def _headings(body: str) -> tuple[tuple[int, str, str], ...]:
    return tuple(headings(body))


@lru_cache(maxsize=8)
def words_in(body: str) -> int:
    return word_count(body)


def reading_minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


def fold(text: str) -> str:
    """Lower-case ``text`` without its accents and ligatures, for comparing what people type."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


def ascii_slug(text: str, length: int = SLUG_LENGTH) -> str:
    """Return ``text`` as an address: "L’équipe à l’œuvre" → "l-equipe-a-l-oeuvre"; empty when it has no Latin letter."""
    slug = slugify(APOSTROPHES.sub(" ", text.translate(LIGATURES)))
    if len(slug) <= length:
        return slug
    cut = slug[: length + 1].rsplit("-", 1)[0]
    return (cut if cut and len(cut) <= length else slug[:length]).strip("-")
