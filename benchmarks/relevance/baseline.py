"""Plain BM25, to have something to beat: what one writes in an hour, without any knowledge of a language."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

K1, B = 1.2, 0.75


class PlainBM25:
    """Okapi BM25 (Robertson & Zaragoza, 2009) over all of the text of a document as one field, idf ln(1 + (N−n+½)/(n+½)).

    Words are what stands between spaces, in lower case and without punctuation around them: no stems, no stop words, accents
    kept. Titles weigh as much as the rest. k1 = 1.2, b = 0.75.
    """

    def __init__(self, documents: Sequence[tuple[str, str]]) -> None:
        self.postings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.lengths = {}
        for name, text in documents:
            words = plain_words(text)
            self.lengths[name] = len(words)
            for word, count in Counter(words).items():
                self.postings[word].append((name, count))
        self.average = sum(self.lengths.values()) / max(1, len(self.lengths))

    def search(self, text: str, limit: int) -> list[str]:
        scores: dict[str, float] = defaultdict(float)
        for word in plain_words(text):
            having = self.postings.get(word, [])
            idf = math.log(1 + (len(self.lengths) - len(having) + 0.5) / (len(having) + 0.5))
            for name, count in having:
                share = self.lengths[name] / self.average
                scores[name] += idf * count * (K1 + 1) / (count + K1 * (1 - B + B * share))
        return sorted(scores, key=lambda name: (-scores[name], name))[:limit]


def plain_words(text: str) -> list[str]:
    stripped = (word.strip(".,;:!?()[]{}«»“”\"'…/*_") for word in text.lower().split())
    return [word for word in stripped if word]
