"""How text becomes terms: the same analysis for both engines, for what is indexed and for what is asked.

Words are lower-cased and their accents folded *before* stemming (measured better on French), elisions are cut
(« l'idée » → idée), a hyphenated word gives its parts and the whole. A document is stemmed in its own language; a
query, whose language nobody knows, gives each word's stem in both.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

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
LONGEST_WORD = 60

STOP_WORDS = frozenset(
    [
        "a",
        "ai",
        "au",
        "aux",
        "avec",
        "c",
        "ce",
        "ces",
        "cet",
        "cette",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "elles",
        "en",
        "es",
        "est",
        "et",
        "etait",
        "ete",
        "etre",
        "eu",
        "eux",
        "il",
        "ils",
        "j",
        "je",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "lui",
        "m",
        "ma",
        "mais",
        "me",
        "mes",
        "moi",
        "mon",
        "n",
        "ne",
        "nos",
        "notre",
        "nous",
        "on",
        "ont",
        "ou",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "sans",
        "se",
        "ses",
        "si",
        "son",
        "sont",
        "sur",
        "t",
        "ta",
        "te",
        "tes",
        "toi",
        "ton",
        "tu",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "into",
        "is",
        "it",
        "its",
        "my",
        "not",
        "of",
        "or",
        "our",
        "she",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "will",
        "with",
        "you",
        "your",
    ]
)


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
    for match in _WORD.finditer(text):
        word = fold(_ELISION.sub("", match.group()))
        parts = re.split(r"[-'’]", word)
        if joined and len(parts) > 1:
            yield "".join(parts)[:LONGEST_WORD]
        for part in parts:
            if part:
                yield part[:LONGEST_WORD]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded ``word`` in ``language`` ("fr", "en"; another language is left unstemmed)."""
    name = _STEMMERS.get(language)
    return _stemmer(name).stemWord(word) if name else word


@lru_cache(maxsize=8)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)


def stems(text: str, language: str) -> str:
    """Return the stems of ``text`` joined by spaces, without stop words: what an index field holds."""
    return " ".join(stem(word, language) for word in words(text) if word not in STOP_WORDS)


def exact(text: str) -> str:
    """Return the folded words of ``text`` joined by spaces: for exact, prefix and spelling fields."""
    return " ".join(words(text))


def title_key(title: str) -> str:
    """Return what two titles share when people would call them the same."""
    return " ".join(word.group() for word in _WORD.finditer(fold(title)))[:200]
