"""When two ways of asking are the same, and when they are near: pure functions of their words."""

from collections import defaultdict

from intranet.search.stopwords import QUESTION_WORDS, STOP_WORDS
from intranet.search.text import stem, words

LONGEST_TEXT = 200
NEAR = 0.5


def normalised(text: str) -> str:
    return " ".join(text.lower().split())[:LONGEST_TEXT].rstrip()


def key_of(text: str) -> str:
    """Return what ways of asking the same share: the stems of the words that tell, in order of the alphabet."""
    every = list(words(text, joined=False))
    telling = [word for word in every if word not in STOP_WORDS and word not in QUESTION_WORDS] or every
    return " ".join(sorted({stem(word, "fr") for word in telling}))[:LONGEST_TEXT]


def nearness(one: str, other: str) -> float:
    """Return how near two keys are, from 0 to 1: the share of their stems, or of their letters three by three."""
    return max(_share(set(one.split()), set(other.split())), _share(_trigrams(one), _trigrams(other)))


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _trigrams(key: str) -> set[str]:
    return {f" {word} "[at : at + 3] for word in key.split() for at in range(len(word))}


class Neighbours:
    """Ids found by the nearest of their keys. Only keys that share letters are compared, and the first put in wins a tie."""

    def __init__(self) -> None:
        self._named: list[tuple[str, int]] = []
        self._by_trigram: dict[str, list[int]] = defaultdict(list)

    def put(self, key: str, name: int) -> None:
        for trigram in _trigrams(key):
            self._by_trigram[trigram].append(len(self._named))
        self._named.append((key, name))

    def nearest(self, key: str) -> int | None:
        near = {place for trigram in _trigrams(key) for place in self._by_trigram.get(trigram, ())}
        best = max(((nearness(key, self._named[place][0]), -place) for place in near), default=(0.0, 0))
        return self._named[-best[1]][1] if best[0] >= NEAR else None
