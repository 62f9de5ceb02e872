"""The query language: « "in quotes" », -word, in:space, by:name, tag:word, in French too. Pure: text in, parts out."""

import re
from dataclasses import dataclass

LONGEST_QUERY = 300

_OPERATORS = {"in": "space", "dans": "space", "by": "author", "par": "author", "tag": "tag", "mot": "tag"}
_OPERATOR = re.compile(
    rf'(?<!\S)({"|".join(_OPERATORS)}):(?:"([^"]+)"|«\s*([^»]+?)\s*»|“([^”]+)”|([^\s"«“]+))', re.IGNORECASE
)
_PHRASE = re.compile(r'(?<!\S)(-?)["«“]\s*([^"»”]+?)\s*["»”]')
_QUOTES = re.compile(r'["«»“”]')
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Asked:
    """The parts of a query. ``text`` is the words to look for, those of the phrases included; names are as typed."""

    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    was_shortened: bool = False


def parse(text: str) -> Asked:
    """Return the parts of ``text``. Nothing is an error: what makes no sense as an operator is a word like another."""
    was_shortened = len(text.strip()) > LONGEST_QUERY
    text = _UNSEEN.sub(" ", text[:LONGEST_QUERY])
    named: dict[str, list[str]] = {"space": [], "author": [], "tag": []}

    def note(match: re.Match[str]) -> str:
        value = next(group for group in match.groups()[1:] if group is not None).strip()
        named[_OPERATORS[match[1].lower()]].append(value)
        return " "

    text = _OPERATOR.sub(note, text)
    phrases = [match[2] for match in _PHRASE.finditer(text) if not match[1]]
    excluded = [match[2] for match in _PHRASE.finditer(text) if match[1]]
    text = _QUOTES.sub(" ", _PHRASE.sub(lambda match: " " if match[1] else f" {match[2]} ", text))
    unwanted = [word for word in text.split() if word.startswith("-") and word.strip("-")]
    excluded += [word.strip("-") for word in unwanted]
    ends_open = bool(text) and not text[-1].isspace()
    kept = " ".join(word for word in text.split() if word not in unwanted)
    return Asked(
        text=kept if ends_open else f"{kept} ".lstrip(),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        spaces=tuple(named["space"]),
        authors=tuple(named["author"]),
        tags=tuple(named["tag"]),
        was_shortened=was_shortened,
    )
