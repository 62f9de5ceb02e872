import re
from dataclasses import dataclass, field
from datetime import datetime

from intranet.search.text import STOP_WORDS, stem, title_key, words

LONGEST_QUERY = 300
_MOST_TERMS = 12
_PHRASE = re.compile(r'["«“]\s*([^"»”]+?)\s*["»”]')


@dataclass(frozen=True)
class Term:
    """A word asked for: as folded, and its stems in each language (what an index field may hold)."""

    word: str
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What a person asks, ready for an engine.

    ``audience_ids`` is ``None`` for who sees everything, else the audiences of the person: an engine returns only
    documents for everyone or for one of them. ``prefix`` says that the last word may be unfinished.
    """

    text: str
    audience_ids: frozenset[int] | None
    kinds: tuple[str, ...] = ()
    space_id: int | None = None
    author_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    prefix: bool = False
    terms: tuple[Term, ...] = field(init=False)
    phrases: tuple[tuple[Term, ...], ...] = field(init=False)
    excluded: tuple[Term, ...] = field(init=False)

    def __post_init__(self) -> None:
        text = self.text[:LONGEST_QUERY].replace("\x00", " ")
        phrases = tuple(_terms(match.group(1)) for match in _PHRASE.finditer(text))
        text = _PHRASE.sub(lambda match: match.group(1), text)
        excluded = [word[1:] for word in text.split() if word.startswith("-") and len(word) > 1]
        kept = " ".join(word for word in text.split() if not (word.startswith("-") and len(word) > 1))
        object.__setattr__(self, "text", kept)
        object.__setattr__(self, "terms", _terms(kept, keep_last=self.prefix))
        object.__setattr__(self, "phrases", tuple(phrase for phrase in phrases if len(phrase) > 1))
        object.__setattr__(self, "excluded", _terms(" ".join(excluded)))

    @property
    def title_key(self) -> str:
        return title_key(self.text)

    @property
    def last_word(self) -> str:
        """The word being typed, folded; "" when the text ends with a space or has no word."""
        if not self.text or self.text[-1].isspace():
            return ""
        folded = list(words(self.text, joined=False))
        return folded[-1] if folded else ""

    def __bool__(self) -> bool:
        return bool(self.terms)


def _terms(text: str, *, keep_last: bool = False) -> tuple[Term, ...]:
    """Return the distinct words of ``text`` as terms; stop words only if there is nothing else."""
    every = list(dict.fromkeys(words(text, joined=False)))
    kept = [word for word in every if word not in STOP_WORDS] or every
    if keep_last and every and every[-1] not in kept:
        kept.append(every[-1])
    return tuple(Term(word, tuple(dict.fromkeys((stem(word, "fr"), stem(word, "en"))))) for word in kept[:_MOST_TERMS])
