import math
from dataclasses import dataclass

from intranet.contributions.registry import Document
from intranet.search.text import exact, stems, title_key

# How much of a text is kept beside the index to show the passage that answers, in characters.
PASSAGE_SOURCE = 60_000


@dataclass(frozen=True)
class Fields:
    """A document as both engines index it: space-separated terms.

    ``everything`` holds each part as often as it counts (title 4, tags 4, headings 2, summary 2, body 1), so that
    one BM25 over it weighs term frequencies across fields before saturation, as BM25F does (Robertson et al., 2004).
    """

    title_key: str
    title: str
    title_words: str
    everything: str
    words: str

    @classmethod
    def of(cls, document: Document) -> "Fields":
        language = document.language
        title = stems(document.title, language)
        tags = stems(" ".join(document.tags), language)
        headings = stems(document.headings, language)
        summary = stems(document.summary, language)
        parts = [title] * 4 + [tags] * 4 + [headings] * 2 + [summary] * 2 + [stems(document.body, language)]
        shown = (document.title, " ".join(document.tags), document.headings, document.summary, document.body)
        return cls(
            title_key=title_key(document.title),
            title=title,
            title_words=exact(document.title),
            everything=" ".join(part for part in parts if part),
            words=" ".join(dict.fromkeys(exact(" ".join(shown)).split())),
        )


def boosted(score: float, weight: float) -> float:
    """Return ``score`` made a little larger by popularity ``weight`` (≥ 0): × (1 + 0.25·ln(1 + weight)), as Outline does."""
    return score * (1 + 0.25 * math.log1p(max(weight, 0.0)))
