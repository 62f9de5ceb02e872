"""The embedded engine: Whoosh files under ``PARVIS_SEARCH_DIR``.

One process writes (the worker, which holds the outbox; a rebuild writes elsewhere and switches). Any number read:
each thread keeps a searcher of its own, since a Whoosh reader moves file cursors, and renews it when the index has
changed. ``current`` names the folder in use, replaced in one rename, so a rebuild is taken up everywhere at once.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings as site
from whoosh import index, query
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, STORED_COLUMN
from whoosh.searching import Searcher

from intranet.contributions.registry import Document
from intranet.search.engines.base import Candidate, IndexUnavailableError, Key
from intranet.search.engines.files import IndexFiles
from intranet.search.engines.whoosh_rows import (
    LONGEST_PREFIX,
    SCHEMA,
    Relevance,
    called,
    candidate_of,
    common_words,
    filters_of,
    forbidden,
    required,
    row_of,
)
from intranet.search.engines.whoosh_scoring import Scorer
from intranet.search.query import Query, Term
from intranet.search.ranking import ranked
from intranet.search.settings import UNTUNED, Settings

log = structlog.get_logger("parvis.search")

_ENOUGH = 5
_POOL = 120
_MOST_TITLED = 5000
_WEIGHTING = Relevance()
# How long a writer waits for another one (a worker that is about to end), in seconds.
_PATIENCE = 10.0
_TRIES = 20
# What Whoosh opens only when it is asked for: what is kept of each document, and how long the fields are that it scores.
_ASKED_LATER = {"_stored": STORED_COLUMN} | {
    f"_{name}_len": LENGTHS_COLUMN for name, field in SCHEMA.items() if field.scorable
}


class WhooshEngine:
    def __init__(self, directory: Path | None = None) -> None:
        self.files = IndexFiles(directory or site.PARVIS_SEARCH_DIR)
        self._local = threading.local()
        self._built: Path | None = None

    # Writing

    def update(self, documents: dict[Key, Document | None], settings: Settings = UNTUNED) -> None:
        folder = self._sound_folder()
        with self._or_damaged():
            writer = index.open_dir(folder).writer(limitmb=64, timeout=_PATIENCE)
            writer.compound = False
            for (kind, pk), document in documents.items():
                if document is None:
                    writer.delete_by_term("key", f"{kind}:{pk}")
                else:
                    writer.update_document(**row_of(kind, pk, document, settings))
            writer.commit()
        self.files.seal(folder)

    def rebuild(self, documents: Iterable[tuple[Key, Document]], settings: Settings = UNTUNED) -> Iterator[int]:
        self._built = self.files.new_folder()
        writer = index.create_in(self._built, SCHEMA).writer(limitmb=256)
        writer.compound = False
        done = 0
        for done, ((kind, pk), document) in enumerate(documents, start=1):
            writer.add_document(**row_of(kind, pk, document, settings))
            if done % 200 == 0:
                yield done
        writer.commit(optimize=True)
        self.files.seal(self._built)
        yield done

    def switch(self) -> None:
        if self._built is None:
            raise RuntimeError("nothing was rebuilt")
        self.files.use(self._built)
        self._built = None

    # Health

    def is_ready(self) -> bool:
        return not self.files.marked("damaged") and self.files.current() is not None

    def fault(self, *, thorough: bool = False) -> str:
        fault = self.files.marked("damaged") or self.files.verify(thorough=thorough)
        if fault:
            self._note_damage(fault)
        return fault or self.files.marked("stale")

    def mark_stale(self, reason: str) -> None:
        self.files.mark("stale", reason)

    # Reading

    def search(self, asked: Query, *, limit: int, offset: int = 0) -> list[Candidate]:
        with self._searcher() as searcher:
            if not asked.terms:
                return self._latest(searcher, asked, limit, offset)
            pool = max(limit + offset, _POOL)
            found = self._found(searcher, asked, pool)
            best = ranked(asked, found, lambda stem: searcher.idf("everything", stem))
        return best[offset : offset + limit]

    def _found(self, searcher: Searcher, asked: Query, pool: int) -> list[Candidate]:
        """Return those with every word (or some, when few have all), and what is called just so; each once."""
        if asked.only_common_words:
            found = self._run(searcher, asked, common_words(asked), pool)
        else:
            found = self._scored(searcher, asked, asked.terms, pool, every=asked.wants_every_word)
            if asked.wants_every_word and len(found) < _ENOUGH and len(asked.terms) > 1 and not asked.phrases:
                found += self._scored(searcher, asked, asked.terms, pool, every=False)
        if asked.title_key and not asked.excluded and not asked.phrases:
            found += self._run(searcher, asked, called(asked), _ENOUGH)
        return list({candidate.key: candidate for candidate in reversed(found)}.values())

    def complete(self, asked: Query, *, limit: int) -> list[Candidate]:
        last = asked.last_word
        clauses: list[query.Query] = [query.Term("title_words", t.word) for t in asked.terms if t.word != last]
        if last:
            clauses.append(query.Term("title_prefixes", last[:LONGEST_PREFIX]))
        if not clauses:
            return []
        exact = query.Term("title_keys", asked.title_key, boost=50)
        with self._searcher() as searcher:
            return self._run(searcher, asked, query.AndMaybe(query.And(clauses), exact), limit)

    def near_words(self, word: str, *, limit: int) -> list[str]:
        with self._searcher() as searcher:
            distance = 1 if len(word) < 5 else 2
            found = searcher.corrector("exact").suggest(word, limit=limit, maxdist=distance, prefix=1)
        return [near for near in found if near != word]

    def similar(self, text: str, asked: Query, *, limit: int) -> list[Candidate]:
        with self._searcher() as searcher:
            if not searcher.doc_count_all():
                return []
            terms = [(s, searcher.idf("everything", s)) for term in asked.terms for s in term.stems]
            telling = sorted((pair for pair in terms if pair[1] > 0), key=lambda pair: -pair[1])[:16]
            if not telling:
                return []
            wanted = tuple(Term(s, (s,)) for s, _idf in telling)
            found = self._scored(searcher, asked, wanted, max(limit, 30), every=False)
            return ranked(asked, found, lambda stem: searcher.idf("everything", stem))[:limit]

    def titled(self, words: Iterable[str]) -> set[Key]:
        wanted = query.Or([query.Term("title_words", word) for word in set(words)])
        with self._searcher() as searcher:
            numbers = list(searcher.docs_for_query(wanted))[:_MOST_TITLED]
            rows = [searcher.stored_fields(number) for number in numbers]
        return {(row["kind"], row["pk"]) for row in rows}

    def _run(self, searcher: Searcher, asked: Query, wanted: query.Query, limit: int) -> list[Candidate]:
        allowed = self._allowed(searcher, asked)
        if allowed is not None and not allowed:
            return []  # Whoosh takes an empty filter for none at all
        hits = searcher.search(wanted, limit=limit, filter=allowed, scored=True)
        return sorted((candidate_of(hit.fields(), hit.score or 0.0) for hit in hits), key=lambda c: (-c.score, c.key))

    def _scored(
        self, searcher: Searcher, asked: Query, terms: tuple[Term, ...], limit: int, *, every: bool
    ) -> list[Candidate]:
        allowed = self._allowed(searcher, asked)
        for wanted in required(asked):
            matched = set(searcher.docs_for_query(wanted))
            allowed = matched if allowed is None else allowed & matched
        if asked.excluded:
            unwanted = set(searcher.docs_for_query(query.Or(forbidden(asked))))
            allowed = (set(range(searcher.doc_count_all())) if allowed is None else allowed) - unwanted
        scorer: Scorer = self._local.scorer
        best = scorer.best(terms, every=every, allowed=allowed, limit=limit)
        return [candidate_of(searcher.stored_fields(number), score) for score, number in best]

    def _latest(self, searcher: Searcher, asked: Query, limit: int, offset: int) -> list[Candidate]:
        """Return what the filters admit, the latest first: somebody asks for a person, a space or a tag alone."""
        allowed = self._allowed(searcher, asked)
        if not asked.is_narrowed or not allowed:
            return []
        hits = searcher.search(query.Every(), limit=offset + limit, filter=allowed, sortedby="at", reverse=True)
        return [candidate_of(hit.fields()) for hit in hits][offset:]

    def _allowed(self, searcher: Searcher, asked: Query) -> set[int] | None:
        """Return the documents that the filters of ``asked`` admit, kept as long as the index does not change."""
        clauses = filters_of(asked)
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

    def _sound_folder(self) -> Path:
        folder = self.files.current()
        if folder is None or self.files.marked("damaged"):
            raise IndexUnavailableError("no sound index")
        return folder

    @contextmanager
    def _searcher(self) -> Iterator[Searcher]:
        """Lend the thread's searcher, renewed when the index has changed; it stays open for the next question."""
        folder = self._sound_folder()
        with self._or_damaged():
            yield self._opened(folder)

    def _opened(self, folder: Path) -> Searcher:
        local = self._local
        if getattr(local, "folder", None) != folder:
            fault = self.files.verify(thorough=False)
            if fault:
                raise IndexUnavailableError(fault)
            _close(getattr(local, "searcher", None))
            local.folder, local.index = None, index.open_dir(folder)
            self._renew()
            local.folder = folder
        elif local.index.latest_generation() != local.state:
            _close(local.searcher)
            local.folder = None
            self._renew()
            local.folder = folder
        return local.searcher

    def _renew(self) -> None:
        """Open the latest state of the index.

        Race guarded against: the worker removes the files of a state as it writes the next one. What has been opened can
        still be read then, so all of it is opened now; and once more if there is a newer state by the end.
        """
        local = self._local
        for left in reversed(range(_TRIES)):
            # Of an index without a document, a searcher itself would not know its state.
            state = local.index.latest_generation()
            searcher = local.index.searcher(weighting=_WEIGHTING)
            try:
                _open_files(searcher)
            except OSError:
                if not left:
                    raise
            if not left or local.index.latest_generation() == state:
                break
            searcher.close()
        local.state = state
        local.searcher, local.allowed = searcher, {}
        local.scorer = Scorer(searcher, getattr(local, "scorer", None))

    @contextmanager
    def _or_damaged(self) -> Iterator[None]:
        """Turn whatever Whoosh raises on damaged files into ``IndexUnavailableError``, and leave word for the worker.

        Whoosh has no error of its own for it: garbage gives anything from ``struct.error`` to ``KeyError``. So on any error the
        files are compared with what was written; if they are sound, the error is a mistake of ours and goes on.
        """
        try:
            yield
        except IndexUnavailableError as error:
            self._note_damage(str(error))
            raise
        except Exception as error:
            self._local.folder = None
            fault = self.files.verify(thorough=True)
            if not fault:
                raise
            self._note_damage(fault)
            raise IndexUnavailableError(fault) from error

    def _note_damage(self, fault: str) -> None:
        if not self.files.marked("damaged"):
            log.error("the search index cannot be read; it will be made again", fault=fault)
            self.files.mark("damaged", fault)


def _open_files(searcher: Searcher) -> None:
    for leaf, _offset in searcher.reader().leaf_readers():
        if leaf.segment() is None:  # an index without a document
            continue
        for name, column in _ASKED_LATER.items():
            leaf._perdoc._cached_reader(name, column)


def _close(searcher: Searcher | None) -> None:
    if searcher is not None:
        searcher.close()
