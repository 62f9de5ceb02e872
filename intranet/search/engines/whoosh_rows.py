"""How a document and a query look to Whoosh."""

import math
import time
from collections.abc import Iterator
from typing import Any

from whoosh import query, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.searching import Searcher

from intranet.contributions.registry import Document
from intranet.search.engines.base import Candidate
from intranet.search.engines.fields import Fields, passage_source
from intranet.search.query import Query
from intranet.search.settings import Settings

SCHEMA = Schema(
    key=ID(unique=True, stored=True),
    kind=ID(stored=True),
    pk=STORED,
    audience=ID,
    author=ID,
    space=ID,
    tags=KEYWORD(commas=True),
    at=NUMERIC(numtype=int, bits=64, stored=True),
    title_keys=KEYWORD(commas=True),
    title_words=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    title_prefixes=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    everything=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    exact=TEXT(analyzer=SpaceSeparatedTokenizer()),
    ranking=STORED,
    shown_title=STORED,
    shown_body=STORED,
)
EVERYONE = "0"
LONGEST_PREFIX = 16


class Relevance(scoring.BM25F):
    """BM25 (k1 = 1.2, b = 0.75) with the inverse document frequency ln(1 + (N − n + ½) / (n + ½))."""

    def idf(self, searcher: Searcher, fieldname: str, text: str | bytes) -> float:
        whole = searcher.get_parent()
        having, total = whole.doc_frequency(fieldname, text), whole.doc_count_all()
        return math.log(1 + (max(total, having) - having + 0.5) / (having + 0.5))


def row_of(kind: str, pk: int, document: Document, settings: Settings) -> dict[str, object]:
    fields = Fields.of(document, settings)
    return {
        "key": f"{kind}:{pk}",
        "kind": kind,
        "pk": pk,
        "audience": str(document.audience_id or EVERYONE),
        "author": str(document.author_id or ""),
        "space": str(document.space_id or ""),
        "tags": ",".join(fields.tags),
        "at": int(document.at.timestamp() if document.at else time.time()),
        "title_keys": ",".join((fields.title_key, *fields.former_keys)),
        "title_words": fields.title_words,
        "title_prefixes": " ".join(_prefixes(fields.title_words)),
        "everything": fields.everything,
        "exact": fields.exact,
        "ranking": (
            document.weight,
            document.standing,
            document.is_news,
            fields.title_key,
            fields.former_keys,
            fields.title,
        ),
        "shown_title": document.title,
        "shown_body": passage_source(document),
    }


def candidate_of(stored: dict[str, Any], score: float = 0.0) -> Candidate:
    """Return the candidate of the stored fields of a document."""
    weight, standing, is_news, key, former, stems = stored["ranking"]
    return Candidate(
        kind=stored["kind"],
        pk=stored["pk"],
        score=score,
        title=stored["shown_title"],
        body=stored["shown_body"],
        at=float(stored["at"]),
        weight=weight,
        standing=standing,
        is_news=is_news,
        title_key=key,
        former_keys=tuple(former),
        title_stems=stems,
    )


def required(asked: Query) -> list[query.Query]:
    """Return what has to match beside the words: phrases word for word."""
    return [_side_by_side(phrase) for phrase in asked.phrases]


def forbidden(asked: Query) -> list[query.Query]:
    """Return what must not match."""
    return [query.Term("everything", stem) for term in asked.excluded for stem in term.stems]


def common_words(asked: Query) -> query.Query:
    """Look in titles only, for words so common that they are not in the index."""
    return query.And([query.Term("title_words", term.word) for term in asked.terms])


def _side_by_side(phrase: tuple[str, ...]) -> query.Query:
    return query.Phrase("exact", list(phrase)) if len(phrase) > 1 else query.Term("exact", phrase[0])


def called(asked: Query) -> query.Query:
    """Match what is called, or was once called, just what is asked."""
    return query.Term("title_keys", asked.title_key)


def filters_of(asked: Query) -> list[query.Query]:
    clauses: list[query.Query] = []
    if asked.audience_ids is not None:
        names = [EVERYONE, *map(str, sorted(asked.audience_ids))]
        clauses.append(query.Or([query.Term("audience", name) for name in names]))
    for field, values in (("kind", asked.kinds), ("space", asked.space_ids), ("author", asked.author_ids)):
        if values:
            clauses.append(query.Or([query.Term(field, str(value)) for value in sorted(map(str, values))]))
    clauses += [query.Term("tags", tag) for tag in asked.tags]
    if asked.since or asked.until:
        start = int(asked.since.timestamp()) if asked.since else None
        end = int(asked.until.timestamp()) if asked.until else None
        clauses.append(query.NumericRange("at", start, end))
    return clauses


def _prefixes(title_words: str) -> Iterator[str]:
    """Give the beginnings of each word of a title: one look-up a keystroke, where expanding a prefix takes thousands."""
    for word in set(title_words.split()):
        for length in range(1, min(len(word), LONGEST_PREFIX) + 1):
            yield word[:length]
