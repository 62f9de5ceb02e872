"""What the community manager tunes, as one value that never changes: a search can be run with any of them, saved or proposed."""

from dataclasses import dataclass, field
from datetime import date

from intranet.search.text import stem, title_key, words

BOTH = ""


@dataclass(frozen=True)
class Synonyms:
    """Expressions that mean the same in ``language`` ("fr", "en", or "" for both).

    When ``leads_to`` is given it is one-way: who asks for one of ``expressions`` also finds those of ``leads_to``.
    """

    expressions: tuple[str, ...]
    leads_to: tuple[str, ...] = ()
    language: str = BOTH

    def pairs(self) -> list[tuple[str, str]]:
        """Return (asked, also looked for)."""
        if self.leads_to:
            return [(asked, also) for asked in self.expressions for also in self.leads_to if asked != also]
        return [(asked, also) for asked in self.expressions for also in self.expressions if asked != also]


@dataclass(frozen=True)
class Bet:
    """``kind`` and ``pk`` of what to recommend when somebody asks one of ``patterns``, from ``starts`` to ``ends`` (both included)."""

    patterns: tuple[str, ...]
    kind: str
    pk: int
    note: str = ""
    anywhere: bool = False
    starts: date | None = None
    ends: date | None = None

    def answers(self, text: str, today: date) -> bool:
        """Say whether it is for ``text``: the same words in any order and form, or among others when ``anywhere``."""
        if (self.starts and today < self.starts) or (self.ends and today > self.ends):
            return False
        asked = alike(text)
        patterns = [alike(pattern) for pattern in self.patterns]
        return any(pattern and (pattern <= asked if self.anywhere else pattern == asked) for pattern in patterns)


@dataclass(frozen=True)
class Settings:
    """``boosts``: kind → factor of its relevance. The default is a site where nothing was tuned."""

    synonyms: tuple[Synonyms, ...] = ()
    bets: tuple[Bet, ...] = ()
    boosts: tuple[tuple[str, float], ...] = ()
    _by_word: dict[str, list[tuple[Synonyms, tuple[str, ...], str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for group in self.synonyms:
            for asked, also in group.pairs():
                expression = tuple(words(asked, joined=False))
                if expression:
                    for language in languages(group.language):
                        first = f"{language}:{stem(expression[0], language)}"
                        self._by_word.setdefault(first, []).append((group, expression, also))

    def boost(self, kind: str) -> float:
        return dict(self.boosts).get(kind, 1.0)

    def alternatives(self, asked: list[str]) -> list[tuple[range, str, str]]:
        """Return what else to look for: (the places in the folded words ``asked`` that it stands for, language, expression)."""
        found: dict[tuple[int, int, str, str], tuple[range, str, str]] = {}
        for start, word in enumerate(asked):
            for language in ("fr", "en"):
                for group, expression, also in self._by_word.get(f"{language}:{stem(word, language)}", ()):
                    end = start + len(expression)
                    if [stem(w, language) for w in asked[start:end]] == [stem(w, language) for w in expression]:
                        found[(start, end, group.language, also)] = (range(start, end), group.language, also)
        return list(found.values())


def languages(language: str) -> tuple[str, ...]:
    return (language,) if language else ("fr", "en")


def alike(text: str) -> frozenset[str]:
    """Return what two ways of asking the same share."""
    return frozenset(stem(word, "fr") for word in title_key(text).split())


UNTUNED = Settings()
