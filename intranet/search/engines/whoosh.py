"""The embedded engine: Whoosh files under ``PARVIS_SEARCH_DIR``.

One process writes (the worker, which holds the outbox; a rebuild writes elsewhere and switches). Any number read:
each thread keeps a searcher of its own, since a Whoosh reader moves file cursors, and renews it when the index has
changed. ``current`` names the folder in use, replaced in one rename, so a rebuild is taken up everywhere at once.
"""

import shutil
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from whoosh import index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema
from whoosh.searching import Hit, Searcher

from intranet.contributions.registry import Document
from intranet.search.engines.base import Candidate, Key
from intranet.search.engines.fields import PASSAGE_SOURCE, Fields, boosted
from intranet.search.query import Query, Term

SCHEMA = Schema(
    key=ID(unique=True, stored=True),
    kind=ID(stored=True),
    pk=STORED,
    audience=ID,
    author=ID,
    space=ID,
    at=NUMERIC(numtype=int, bits=64),
    title_key=ID,
    title=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    title_words=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    title_prefixes=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    everything=TEXT(analyzer=SpaceSeparatedTokenizer()),
    words=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    shown_title=STORED,
    shown_body=STORED,
    weight=STORED,
)
EVERYONE = "0"
_TITLE_BOOST = 2.5
_ENOUGH = 5
LONGEST_PREFIX = 16


class WhooshEngine:
    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or settings.PARVIS_SEARCH_DIR
        self._local = threading.local()
        self._built: Path | None = None

    # Writing

    def update(self, documents: dict[Key, Document | None]) -> None:
        writer = self._writable().writer(limitmb=64)
        writer.compound = False
        for (kind, pk), document in documents.items():
            if document is None:
                writer.delete_by_term("key", f"{kind}:{pk}")
            else:
                writer.update_document(**_row(kind, pk, document))
        writer.commit()

    def rebuild(self, documents: Iterable[tuple[Key, Document]]) -> Iterator[int]:
        self._built = self.directory / f"index-{uuid.uuid4().hex[:12]}"
        self._built.mkdir(parents=True)
        writer = index.create_in(self._built, SCHEMA).writer(limitmb=256)
        writer.compound = False
        done = 0
        for done, ((kind, pk), document) in enumerate(documents, start=1):
            writer.add_document(**_row(kind, pk, document))
            if done % 200 == 0:
                yield done
        writer.commit(optimize=True)
        yield done

    def switch(self) -> None:
        if self._built is None:
            raise RuntimeError("nothing was rebuilt")
        old = self._folder()
        pointer = self.directory / f"current-{uuid.uuid4().hex[:8]}"
        pointer.write_text(self._built.name)
        pointer.replace(self.directory / "current")
        # Readers of other processes may still hold the old files open, which is fine on the systems we run on.
        if old is not None and old != self._built:
            shutil.rmtree(old, ignore_errors=True)
        self._built = None

    def is_ready(self) -> bool:
        folder = self._folder()
        return folder is not None and index.exists_in(folder)

    # Reading

    def search(self, asked: Query, *, limit: int, offset: int = 0) -> list[Candidate]:
        with self._searcher() as searcher:
            strict = self._run(searcher, asked, _matching(asked, every=True), limit + offset)
            if len(strict) < _ENOUGH and len(asked.terms) > 1 and not asked.phrases:
                strict += self._run(searcher, asked, _matching(asked, every=False), limit + offset)
        best = {candidate.key: candidate for candidate in reversed(strict)}
        ranked = sorted(best.values(), key=lambda c: -c.score)
        return ranked[offset : offset + limit]

    def complete(self, asked: Query, *, limit: int) -> list[Candidate]:
        last = asked.last_word
        clauses: list[query.Query] = [query.Term("title_words", t.word) for t in asked.terms if t.word != last]
        if last:
            clauses.append(query.Term("title_prefixes", last[:LONGEST_PREFIX]))
        if not clauses:
            return []
        exact = query.Term("title_key", asked.title_key, boost=50)
        with self._searcher() as searcher:
            return self._run(searcher, asked, query.AndMaybe(query.And(clauses), exact), limit)

    def near_words(self, word: str, *, limit: int) -> list[str]:
        with self._searcher() as searcher:
            distance = 1 if len(word) < 5 else 2
            found = searcher.corrector("words").suggest(word, limit=limit, maxdist=distance, prefix=1)
        return [near for near in found if near != word]

    def similar(self, text: str, asked: Query, *, limit: int) -> list[Candidate]:
        with self._searcher() as searcher:
            if not searcher.doc_count_all():
                return []  # Whoosh takes the logarithm of nought
            terms = [(s, searcher.idf("everything", s)) for term in asked.terms for s in term.stems]
            telling = sorted((pair for pair in terms if pair[1] > 0), key=lambda pair: -pair[1])[:16]
            if not telling:
                return []
            clauses = [query.Term("everything", s) for s, _idf in telling]
            titles = [query.Term("title", s, boost=_TITLE_BOOST) for s, _idf in telling]
            return self._run(searcher, asked, query.Or(clauses + titles), limit)

    def _run(self, searcher: Searcher, asked: Query, wanted: query.Query, limit: int) -> list[Candidate]:
        allowed = self._allowed(searcher, asked)
        if allowed is not None and not allowed:
            return []  # Whoosh takes an empty filter for none at all
        hits = searcher.search(wanted, limit=limit, filter=allowed, scored=True)
        return sorted((_candidate(hit) for hit in hits), key=lambda c: -c.score)

    def _allowed(self, searcher: Searcher, asked: Query) -> set[int] | None:
        """Return the documents that the filters of ``asked`` admit, kept as long as the index does not change."""
        clauses: list[query.Query] = []
        if asked.audience_ids is not None:
            names = [EVERYONE, *map(str, sorted(asked.audience_ids))]
            clauses.append(query.Or([query.Term("audience", name) for name in names]))
        if asked.kinds:
            clauses.append(query.Or([query.Term("kind", kind) for kind in asked.kinds]))
        if asked.space_id is not None:
            clauses.append(query.Term("space", str(asked.space_id)))
        if asked.author_id is not None:
            clauses.append(query.Term("author", str(asked.author_id)))
        if asked.since or asked.until:
            start = int(asked.since.timestamp()) if asked.since else None
            end = int(asked.until.timestamp()) if asked.until else None
            clauses.append(query.NumericRange("at", start, end))
        if not clauses:
            return None
        wanted = query.And(clauses)
        kept: dict[str, set[int]] = self._local.allowed
        name = repr(wanted)
        if name not in kept:
            if len(kept) > 200:
                kept.clear()
            kept[name] = set(searcher.docs_for_query(wanted))
        return kept[name]

    # Files

    def _folder(self) -> Path | None:
        try:
            return self.directory / (self.directory / "current").read_text().strip()
        except FileNotFoundError:
            return None

    def _writable(self) -> index.FileIndex:
        if not self.is_ready():
            for _done in self.rebuild(()):
                pass
            self.switch()
        return index.open_dir(self._folder())

    def _searcher(self) -> "_Borrowed":
        folder = self._folder()
        if folder is None:
            self._writable()
            folder = self._folder()
        local = self._local
        if getattr(local, "folder", None) != folder:
            local.index = index.open_dir(folder)
            _close(getattr(local, "searcher", None))
            local.folder, local.searcher, local.allowed = folder, local.index.searcher(), {}
        elif not local.searcher.up_to_date():
            _close(local.searcher)
            local.searcher, local.allowed = local.index.searcher(), {}
        return _Borrowed(local.searcher)


class _Borrowed:
    """A thread's searcher for the time of one question; it stays open for the next."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher

    def __enter__(self) -> Searcher:
        return self.searcher

    def __exit__(self, *exc_info: object) -> None:
        return None


def _close(searcher: Searcher | None) -> None:
    if searcher is not None:
        searcher.close()


def _row(kind: str, pk: int, document: Document) -> dict[str, object]:
    fields = Fields.of(document)
    return {
        "key": f"{kind}:{pk}",
        "kind": kind,
        "pk": pk,
        "audience": str(document.audience_id or EVERYONE),
        "author": str(document.author_id or ""),
        "space": str(document.space_id or ""),
        "at": int(document.at.timestamp() if document.at else time.time()),
        "title_key": fields.title_key,
        "title": fields.title,
        "title_words": fields.title_words,
        "title_prefixes": " ".join(_prefixes(fields.title_words)),
        "everything": fields.everything,
        "words": fields.words,
        "shown_title": document.title,
        "shown_body": document.body[:PASSAGE_SOURCE] or document.summary,
        "weight": document.weight,
    }


def _prefixes(title_words: str) -> Iterator[str]:
    """Give the beginnings of each word of a title: one look-up a keystroke, where expanding a prefix takes thousands."""
    for word in set(title_words.split()):
        for length in range(1, min(len(word), LONGEST_PREFIX) + 1):
            yield word[:length]


def _any_stem(term: Term, name: str, boost: float = 1.0) -> query.Query:
    return query.Or([query.Term(name, s, boost=boost) for s in term.stems]) if term.stems else query.NullQuery


def _matching(asked: Query, *, every: bool) -> query.Query:
    """Return the Whoosh query: each word (or some word) anywhere, better in the title, best as the title itself."""
    join = query.And if every else query.Or
    found = join([_any_stem(term, "everything") for term in asked.terms])
    for phrase in asked.phrases:
        options = [query.Phrase("everything", [t.stems[min(i, len(t.stems) - 1)] for t in phrase]) for i in (0, 1)]
        found = query.And([found, query.Or(options)])
    if asked.excluded:
        found = query.AndNot(found, query.Or([_any_stem(term, "everything") for term in asked.excluded]))
    better: list[query.Query] = [_any_stem(term, "title", _TITLE_BOOST) for term in asked.terms]
    better.append(query.Term("title_key", asked.title_key, boost=50))
    return query.AndMaybe(found, query.Or(better))


def _candidate(hit: Hit) -> Candidate:
    stored = hit.fields()
    score = boosted(hit.score or 0.0, stored.get("weight") or 0.0)
    return Candidate(stored["kind"], stored["pk"], score, stored["shown_title"], stored["shown_body"])
