"""How text becomes terms: the same analysis for both engines, for what is indexed and for what is asked.

Words are lower-cased and their accents folded *before* stemming (measured better on French), elisions are cut
(« l'idée » → idée), a hyphenated word gives its parts and the whole. A document is stemmed line by line in the language
of the line; a query, whose language nobody knows, gives each word's stem in both.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from intranet.search.stopwords import STOP_WORDS, TELLING_ENGLISH, TELLING_FRENCH

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)


def _letter_for_letter() -> dict[int, str]:
    """Map each accented or capital letter of the Latin, Greek and Cyrillic blocks to one plain small letter."""
    table = {}
    for code in range(0x41, 0x530):
        plain = [c for c in unicodedata.normalize("NFKD", chr(code).lower()) if not unicodedata.combining(c)]
        if len(plain) == 1 and plain[0] != chr(code):
            table[code] = plain[0]
    return table


_LETTER_FOR_LETTER = _letter_for_letter()
_STEMMERS = {"fr": "french", "en": "english"}
_JOINT = re.compile(r"[-'’]")
_LONGEST_COMPOUND = 200
_CLEAR = 40  # characters below which the language of a line is not guessed
LONGEST_WORD = 60


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents or ligatures; the length may change."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold_in_place(text: str) -> str:
    """Return ``text`` in lower case without accents, each character in its place: for finding spans in the original."""
    return text.translate(_LETTER_FOR_LETTER)


def words(text: str, *, joined: bool = True) -> Iterator[str]:
    """Give the folded words of ``text`` in order: « L'arc-en-ciel » → arcenciel, arc, en, ciel.

    ``joined=False`` leaves out the whole of a hyphenated word (arcenciel): what is asked is found by its parts.
    """
    for raw in _WORD.findall(text):
        parts = parts_of(raw[:_LONGEST_COMPOUND])
        if joined and len(parts) > 1:
            yield "".join(parts)[:LONGEST_WORD]
        yield from parts


def compounds(text: str) -> Iterator[tuple[str, ...]]:
    """Give the folded parts of each word written with a hyphen or an apostrophe inside."""
    for raw in _WORD.findall(text):
        parts = parts_of(raw[:_LONGEST_COMPOUND])
        if len(parts) > 1:
            yield parts


@lru_cache(maxsize=200_000)
def parts_of(raw: str) -> tuple[str, ...]:
    """Return the folded parts of one word as it is written: « l'Arc-en-ciel » → arc, en, ciel."""
    return tuple(part[:LONGEST_WORD] for part in _JOINT.split(fold(_ELISION.sub("", raw))) if part)


def language_of(text: str, default: str) -> str:
    """Return "fr" or "en" by the small words of ``text``, ``default`` when they do not tell clearly."""
    found = [part for raw in _WORD.findall(text[:2000]) for part in parts_of(raw[:_LONGEST_COMPOUND])]
    french = sum(word in TELLING_FRENCH for word in found)
    english = sum(word in TELLING_ENGLISH for word in found)
    if max(french, english) < 2 or max(french, english) < 2 * min(french, english):
        return default
    return "fr" if french > english else "en"


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded ``word`` in ``language`` ("fr", "en"; another language is left unstemmed)."""
    name = _STEMMERS.get(language)
    return _stemmer(name).stemWord(word) if name else word


@lru_cache(maxsize=8)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)


def stems(text: str, language: str) -> str:
    """Return the stems of ``text`` joined by spaces, without stop words: what an index field holds.

    Each line is stemmed in the language that it is written in, ``language`` when that is not clear: documents mix them.
    """
    found: list[str] = []
    for line in text.split("\n"):
        spoken = language_of(line, language) if len(line) > _CLEAR else language
        found += [stem(word, spoken) for word in words(line) if word not in STOP_WORDS]
    return " ".join(found)


def exact(text: str) -> str:
    """Return the folded words of ``text`` joined by spaces, side by side as they are written; then those of compounds as one."""
    apart = list(words(text, joined=False))
    compounds = ["".join(parts) for raw in _WORD.findall(text) if len(parts := parts_of(raw[:_LONGEST_COMPOUND])) > 1]
    return " ".join([*apart, *(compound[:LONGEST_WORD] for compound in compounds)])


def title_key(title: str) -> str:
    """Return what two titles share when people would call them the same."""
    return " ".join(_WORD.findall(fold(title[:1000])))[:200]
