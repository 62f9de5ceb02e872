"""The forms under which a term stands in a text: its plurals, and one regular expression for all of them."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# Apostrophes and hyphens as people type them, any white space between words.
_ATOMS = {" ": r"\s+", "'": "['’ʼ]", "-": "[-‐‑]"}
_LIKE = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
_END = ""
# An alternation of more forms than this costs memory for little: the rest is not explained.
MOST_FORMS = 12_000
_VOWELS = "aeiouy"


def normal(text: str) -> str:
    """Return ``text`` as it is compared: case, kinds of apostrophe, hyphen and white space apart; accents count."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_LIKE).casefold().split())


def forms_of(term: str, variants: Iterable[str], language: str) -> list[str]:
    """Return the normal forms of a term: as written, its variants, and the regular plural of each."""
    found: dict[str, None] = {}
    for written in (term, *variants):
        form = normal(written)
        if form:
            found[form] = None
            for plural in _plurals(form, language):
                found[plural] = None
    return list(found)


def _plurals(form: str, language: str) -> list[str]:
    words = form.split(" ")
    if not words[-1].isalpha() and "-" not in words[-1]:
        return []
    if language != "fr":
        return [" ".join([*words[:-1], _english(words[-1])])] if len(words[-1]) > 2 else []
    # In French the noun is plural, and most often what describes it: "bac rouge", "bacs rouges", "retours de chantier".
    first = " ".join([_french(words[0]), *words[1:]])
    every = " ".join(word if word in _SMALL else _french(word) for word in words)
    return list(dict.fromkeys(plural for plural in (first, every) if plural != form))


_SMALL = frozenset(
    [
        "de",
        "du",
        "des",
        "d'",
        "à",
        "au",
        "aux",
        "en",
        "le",
        "la",
        "les",
        "l'",
        "et",
        "ou",
        "sur",
        "sous",
        "pour",
        "par",
        "sans",
    ]
)


def _french(word: str) -> str:
    if len(word) < 3 or word[-1] in "sxz":
        return word
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith(("au", "eu")) else f"{word}s"


def _english(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def expression(forms: Iterable[str]) -> "re.Pattern[str] | None":
    """Return one expression that finds the longest of ``forms`` as whole words; ``None`` for no form.

    Its alternatives share their beginnings, so a text is read at a cost that hardly depends on how many there are.
    """
    tree: dict[str, Any] = {}
    for number, form in enumerate(forms):
        if number == MOST_FORMS:
            break
        branch = tree
        for letter in form:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    if not tree:
        return None
    return re.compile(rf"(?<![\w])(?<!\w[-‐‑]){_written(tree)}(?!\w)(?![-‐‑]\w)", re.IGNORECASE)


def _written(tree: dict[str, Any]) -> str:
    """Return the expression of a tree of letters; without recursion for long words of one branch."""
    lead = ""
    while len(tree) == 1 and _END not in tree:
        letter, tree = next(iter(tree.items()))
        lead += _ATOMS.get(letter) or re.escape(letter)
    branches = [
        (_ATOMS.get(letter) or re.escape(letter)) + _written(below) for letter, below in tree.items() if letter != _END
    ]
    if not branches:
        return lead
    joined = f"(?:{'|'.join(branches)})"
    return lead + (f"{joined}?" if _END in tree else joined)
