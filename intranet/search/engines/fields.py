from dataclasses import dataclass
from itertools import chain

from intranet.contributions.registry import Document
from intranet.search.settings import UNTUNED, Settings
from intranet.search.text import exact, stems, title_key, words

# How much of a text is kept beside the index to show the passage that answers, in characters.
PASSAGE_SOURCE = 60_000
# How much of a text, and of the text of its files, is indexed.
_LONGEST_TEXT = 1_000_000


@dataclass(frozen=True)
class Fields:
    """A document as both engines index it: space-separated terms.

    ``everything`` holds the stems of each part as often as it counts (title 4, former titles, tags, headings and summary 2,
    body and files 1), so that one BM25 over it weighs term frequencies across fields before saturation, as BM25F does
    (Robertson et al., 2004). ``exact`` holds the words as they are written, in order, for phrases, exact forms and
    spelling. ``title_words`` is for completion: the title's, former titles', and what they are also called (synonyms).
    """

    title_key: str
    former_keys: tuple[str, ...]
    title: str
    title_words: str
    tags: tuple[str, ...]
    everything: str
    exact: str

    @classmethod
    def of(cls, document: Document, settings: Settings = UNTUNED) -> "Fields":
        language = document.language
        title = stems(document.title, language)
        former = " \n".join(document.former_titles)
        tags = " \n".join(document.tags)
        body = f"{document.body[:_LONGEST_TEXT]}\n{document.attachments[:_LONGEST_TEXT]}"
        twice = [stems(part, language) for part in (former, tags, document.headings, document.summary)]
        parts = chain([title] * 4, twice, twice, [stems(body, language)])
        told = (document.title, former, tags, document.headings, document.summary, body)
        names = [exact(document.title), exact(former), *_also_called(document, settings)]
        return cls(
            title_key=title_key(document.title),
            former_keys=tuple(filter(None, map(title_key, document.former_titles))),
            title=title,
            title_words=" ".join(filter(None, names)),
            tags=tuple(filter(None, map(title_key, document.tags))),
            everything=" ".join(filter(None, parts)),
            exact=" ".join(filter(None, map(exact, told))),
        )


def _also_called(document: Document, settings: Settings) -> list[str]:
    """Return the synonyms of what the title says: a half-typed synonym cannot be looked up when it is asked."""
    if not settings.synonyms:
        return []
    return [
        exact(also) for _places, _language, also in settings.alternatives(list(words(document.title, joined=False)))
    ]


def passage_source(document: Document) -> str:
    """Return the plain text that passages are shown from: the body, then the files, then at least the summary."""
    body = document.body[: PASSAGE_SOURCE - min(len(document.attachments), PASSAGE_SOURCE // 2)]
    text = "\n".join(filter(None, (body, document.attachments)))
    return (text[:PASSAGE_SOURCE] or document.summary).replace("\x00", "")
