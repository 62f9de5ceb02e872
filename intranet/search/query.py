from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from intranet.search.settings import UNTUNED, Settings, languages
from intranet.search.stopwords import QUESTION_WORDS, STOP_WORDS
from intranet.search.syntax import LONGEST_QUERY, Asked, parse
from intranet.search.text import LONGEST_WORD, compounds, stem, title_key, words

__all__ = ["LONGEST_QUERY", "Query", "Term"]

_MOST_TERMS = 16
_MOST_ALTERNATIVES = 12
# Up to so many words are looked for together; a longer question is looked for by any of them.
_FEW_TERMS = 3


@dataclass(frozen=True)
class Term:
    """A word asked for: as folded, and its stems in each language (what an index field may hold).

    ``also`` is what may stand for it: expressions, each a tuple of words, each word a tuple of stems.
    """

    word: str
    stems: tuple[str, ...]
    also: tuple[tuple[tuple[str, ...], ...], ...] = ()


@dataclass(frozen=True)
class Query:
    """What a person asks, ready for an engine.

    ``audience_ids`` is ``None`` for who sees everything, else the audiences of the person: an engine returns only
    documents for everyone or for one of them. ``space_ids`` and ``author_ids`` keep what is in or by one of them, when
    there are any. ``prefix`` says that the last word may be unfinished. ``settings`` are the synonyms, bets and boosts to
    search with; ``notes`` what to tell the person about how it was understood.
    """

    text: str
    audience_ids: frozenset[int] | None
    kinds: tuple[str, ...] = ()
    space_ids: frozenset[int] = frozenset()
    author_ids: frozenset[int] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    prefix: bool = False
    settings: Settings = UNTUNED
    notes: tuple[str, ...] = ()
    asked: Asked = field(init=False)
    terms: tuple[Term, ...] = field(init=False)
    phrases: tuple[tuple[str, ...], ...] = field(init=False)
    excluded: tuple[Term, ...] = field(init=False)
    tags: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        asked = parse(self.text)
        object.__setattr__(self, "asked", asked)
        object.__setattr__(self, "terms", _terms(asked.text, self.settings, keep_last=self.prefix))
        phrases = (tuple(words(phrase, joined=False)) for phrase in asked.phrases)
        object.__setattr__(self, "phrases", tuple(phrase for phrase in phrases if phrase))
        object.__setattr__(self, "excluded", _terms(" ".join(asked.excluded), UNTUNED))
        object.__setattr__(self, "tags", tuple(key for tag in asked.tags if (key := title_key(tag))))

    @property
    def title_key(self) -> str:
        return title_key(self.asked.text)

    @property
    def last_word(self) -> str:
        """The word being typed, folded; "" when the text ends with a space or has no word."""
        if not self.asked.text or self.asked.text[-1].isspace():
            return ""
        folded = list(words(self.asked.text, joined=False))
        return folded[-1] if folded else ""

    @property
    def only_common_words(self) -> bool:
        """Whether all the words are too common to be in the index: then only titles are looked at."""
        return bool(self.terms) and all(term.word in STOP_WORDS for term in self.terms)

    @property
    def wants_every_word(self) -> bool:
        return len(self.terms) <= _FEW_TERMS

    @property
    def is_narrowed(self) -> bool:
        """Whether a person, a space or a tag is asked for: without words, that is still a question."""
        return bool(self.space_ids or self.author_ids or self.tags)

    def __bool__(self) -> bool:
        return bool(self.terms) or self.is_narrowed


def _terms(text: str, settings: Settings, *, keep_last: bool = False) -> tuple[Term, ...]:
    """Return the distinct words of ``text`` as terms; words that say little only if there is nothing else."""
    every = list(words(text, joined=False))
    told = [word for word in every if word not in STOP_WORDS] or every
    kept = [word for word in told if word not in QUESTION_WORDS] or told
    if keep_last and every and every[-1] not in kept:
        kept.append(every[-1])
    also = _alternatives(text, every, settings)
    return tuple(
        Term(word, _both(word), tuple(also.get(word, ())[:_MOST_ALTERNATIVES]))
        for word in list(dict.fromkeys(kept))[:_MOST_TERMS]
    )


def _both(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((stem(word, "fr"), stem(word, "en"))))


def _alternatives(text: str, every: list[str], settings: Settings) -> dict[str, list[tuple[tuple[str, ...], ...]]]:
    """Return what may stand for each word: synonyms, and for two words side by side what they make together."""
    also: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
    side_by_side = [pair for pair in pairwise(every) if not STOP_WORDS & {*pair}]
    for parts in dict.fromkeys([*side_by_side, *compounds(text)]):
        together = (_both("".join(parts)[:LONGEST_WORD]),)
        for word in parts:
            also.setdefault(word, []).append(together)
    for places, language, expression in settings.alternatives(every):
        told = [word for word in words(expression, joined=False) if word not in STOP_WORDS]
        stems = tuple(tuple(dict.fromkeys(stem(word, spoken) for spoken in languages(language))) for word in told)
        for place in places if stems else ():
            also.setdefault(every[place], []).append(stems)
    return also
