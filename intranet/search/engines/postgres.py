"""The engine of the grown setting: tables of the site's own PostgreSQL, an inverted index for words, trigrams for spelling.

The words are analysed in Python (``search.text``) and scored by the same BM25 as Whoosh's, so both engines agree on what matches
and in which order, and no dictionary has to be installed on the server.
"""

import math
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from intranet.contributions.registry import Document
from intranet.search.engines import postgres_queries as queries
from intranet.search.engines.base import Candidate, IndexUnavailableError, Key
from intranet.search.engines.postgres_tables import (
    DOCUMENTS,
    INDEXES,
    NAMES,
    NEW_NAMES,
    POSTINGS,
    SOUND,
    TABLES,
    WORDS,
    insert,
    remove,
)
from intranet.search.query import Query, Term
from intranet.search.ranking import ranked
from intranet.search.settings import UNTUNED, Settings

_ENOUGH = 5
_POOL = 120
_MOST_TITLED = 5000
_FREQUENCY_SECONDS = 60
_SOUND_SECONDS = 5


class PostgresEngine:
    def __init__(self) -> None:
        self._frequencies: dict[str, tuple[float, float]] = {}
        self._totals: tuple[float, int, float] = (0.0, 0, 1.0)
        self._sound_until = 0.0

    # Writing

    def update(self, documents: dict[Key, Document | None], settings: Settings = UNTUNED) -> None:
        self._require_index()
        with transaction.atomic(), connection.cursor() as cursor:
            remove(cursor, documents)
            insert(cursor, [(k, d) for k, d in documents.items() if d is not None], NAMES, settings)
        self._forget()

    def rebuild(self, documents: Iterable[tuple[Key, Document]], settings: Settings = UNTUNED) -> Iterator[int]:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS {documents}, {postings}, {words}".format(**NEW_NAMES))
            cursor.execute(TABLES.format(**NEW_NAMES))
            done, batch = 0, []
            for done, pair in enumerate(documents, start=1):
                batch.append(pair)
                if len(batch) == 200:
                    self._insert(batch, settings)
                    batch.clear()
                    yield done
            self._insert(batch, settings)
            cursor.execute(INDEXES.format(**NEW_NAMES))
            cursor.execute("ANALYZE {documents}, {postings}".format(**NEW_NAMES))
        yield done

    def _insert(self, batch: list[tuple[Key, Document]], settings: Settings) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            insert(cursor, batch, NEW_NAMES, settings)

    def switch(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for name in (DOCUMENTS, POSTINGS, WORDS):
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
                cursor.execute(f"ALTER TABLE {name}_new RENAME TO {name}")
            cursor.execute(f"COMMENT ON TABLE {DOCUMENTS} IS %s", [SOUND])
        self._forget()

    # Health

    def is_ready(self) -> bool:
        return self._state().startswith(SOUND)

    def fault(self, *, thorough: bool = False) -> str:
        state = self._state()
        return "" if state == SOUND else state.removeprefix(SOUND).strip() or "there is no index of this version"

    def mark_stale(self, reason: str) -> None:
        if self.is_ready():
            with connection.cursor() as cursor:
                cursor.execute(f"COMMENT ON TABLE {DOCUMENTS} IS %s", [f"{SOUND} {reason}"])

    def _state(self) -> str:
        """Return the comment of the table: SOUND, SOUND and what it misses, or "" when there is none of this version."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT obj_description(to_regclass(%s))", [DOCUMENTS])
            found = cursor.fetchone()[0] or ""
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL AND to_regclass(%s) IS NOT NULL", [POSTINGS, WORDS])
            complete = cursor.fetchone()[0]
        return found if complete and found.startswith(SOUND) else ""

    def _require_index(self) -> None:
        """Refuse to read what is not there: in a transaction, an error of the database would undo the rest too."""
        if self._sound_until > time.monotonic():
            return
        if not self.is_ready():
            raise IndexUnavailableError("the search tables are not there")
        self._sound_until = time.monotonic() + _SOUND_SECONDS

    # Reading

    def search(self, asked: Query, *, limit: int, offset: int = 0) -> list[Candidate]:
        self._require_index()
        if not asked.terms:
            return self._candidates(*queries.latest_sql(asked, limit, offset)) if asked.is_narrowed else []
        pool = max(limit + offset, _POOL)
        if asked.only_common_words:
            found = self._candidates(*queries.common_words_sql(asked, pool))
        else:
            found = self._run(asked, asked.terms, pool, every=asked.wants_every_word)
            if asked.wants_every_word and len(found) < _ENOUGH and len(asked.terms) > 1 and not asked.phrases:
                known = {candidate.key for candidate in found}
                more = self._run(asked, asked.terms, pool, every=False)
                found += [candidate for candidate in more if candidate.key not in known]
        return ranked(asked, found, self._rarity)[offset : offset + limit]

    def complete(self, asked: Query, *, limit: int) -> list[Candidate]:
        self._require_index()
        sql, values = queries.complete_sql(asked, limit)
        return self._candidates(sql, values) if sql else []

    def near_words(self, word: str, *, limit: int) -> list[str]:
        self._require_index()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT word FROM {WORDS} WHERE word %% %s AND word <> %s ORDER BY similarity(word, %s) DESC, word LIMIT %s",  # noqa: S608 (constants and placeholders)
                [word, word, word, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def similar(self, text: str, asked: Query, *, limit: int) -> list[Candidate]:
        self._require_index()
        weighed = {s: self._rarity(s) for term in asked.terms for s in term.stems}
        telling = sorted((s for s in weighed if weighed[s] > 0), key=lambda s: -weighed[s])[:16]
        if not telling:
            return []
        found = self._run(asked, tuple(Term(s, (s,)) for s in telling), max(limit, 30), every=False)
        return ranked(asked, found, self._rarity)[:limit]

    def titled(self, words: Iterable[str]) -> set[Key]:
        self._require_index()
        wanted = " | ".join(queries.quoted(word) for word in set(words))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT kind, pk FROM {DOCUMENTS} WHERE title_vector @@ %s::tsquery LIMIT %s",  # noqa: S608 (our own table)
                [wanted, _MOST_TITLED],
            )
            return set(cursor.fetchall())

    def _run(self, asked: Query, terms: tuple[Term, ...], limit: int, *, every: bool) -> list[Candidate]:
        self._count(stem for t in terms for stem in (*t.stems, *(s for e in t.also for word in e for s in word)))
        _until, _total, average = self._counted()
        sql = queries.ranked_sql(asked, self._rarity, average, every=every, limit=limit, terms=terms)
        return self._candidates(*sql)

    def _candidates(self, sql: str, values: list[Any]) -> list[Candidate]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        found = [_candidate(row) for row in rows]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.key))

    # Frequencies, counted at most once a minute

    def _rarity(self, stem: str) -> float:
        """Return ln(1 + (N − n + ½) / (n + ½))."""
        kept = self._frequencies.get(stem)
        if kept is None or kept[0] < time.monotonic():
            self._count([stem])
            kept = self._frequencies[stem]
        return kept[1]

    def _count(self, stems: Iterable[str]) -> None:
        now = time.monotonic()
        wanted = {s for s in stems if self._frequencies.get(s, (0.0,))[0] < now}
        if not wanted:
            return
        _until, total, _average = self._counted()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, count(*) FROM {POSTINGS} WHERE term = ANY(%s) GROUP BY term",  # noqa: S608 (our own table)
                [sorted(wanted)],
            )
            having = dict(cursor.fetchall())
        if len(self._frequencies) > 20_000:
            self._frequencies.clear()
        for stem in wanted:
            n = having.get(stem, 0)
            rarity = math.log(1 + (max(total, n) - n + 0.5) / (n + 0.5))
            self._frequencies[stem] = (now + _FREQUENCY_SECONDS, rarity)

    def _counted(self) -> tuple[float, int, float]:
        if self._totals[0] < time.monotonic():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*), coalesce(avg(nullif(length, 0)), 1)::float8 FROM {DOCUMENTS}")  # noqa: S608 (constants and placeholders)
                total, average = cursor.fetchone()
            self._totals = (time.monotonic() + _FREQUENCY_SECONDS, total, average)
        return self._totals

    def _forget(self) -> None:
        self._frequencies.clear()
        self._totals = (0.0, 0, 1.0)
        self._sound_until = 0.0


def _candidate(row: Any) -> Candidate:
    kind, pk, score, title, body, at, weight, standing, is_news, key, former, stems = row
    return Candidate(
        kind=kind,
        pk=pk,
        score=float(score),
        title=title,
        body=body,
        at=float(at),
        weight=weight,
        standing=standing,
        is_news=is_news,
        title_key=key,
        former_keys=tuple(former),
        title_stems=stems,
    )
