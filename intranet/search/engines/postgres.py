"""The engine of the grown setting: tables of the site's own PostgreSQL, full text for words, trigrams for spelling.

The words are analysed in Python (``search.text``), as for Whoosh, and stored with the ``simple`` configuration, so
both engines agree on what matches and no dictionary has to be installed on the server.
"""

import math
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from intranet.contributions.registry import Document
from intranet.search.engines.base import Candidate, Key
from intranet.search.engines.fields import PASSAGE_SOURCE, Fields, boosted
from intranet.search.query import Query, Term
from intranet.search.text import stems

# Weights of body, summary, headings, title and tags in ts_rank.
_WEIGHTS = "'{0.12, 0.3, 0.45, 1.0}'"
_ENOUGH = 5
_FREQUENCY_SECONDS = 300

_INSERT = """
    INSERT INTO {table}
        (kind, pk, audience_id, author_id, space_id, at, weight, title_key, title, body, vector, title_vector)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
        setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')
        || setweight(to_tsvector('simple', %s), 'C') || setweight(to_tsvector('simple', %s), 'D'),
        to_tsvector('simple', %s))
    ON CONFLICT (kind, pk) DO UPDATE SET
        audience_id = excluded.audience_id, author_id = excluded.author_id, space_id = excluded.space_id,
        at = excluded.at, weight = excluded.weight, title_key = excluded.title_key, title = excluded.title,
        body = excluded.body, vector = excluded.vector, title_vector = excluded.title_vector
"""
_INSERT_WORDS = "INSERT INTO {table} (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"

TABLES = """
    CREATE TABLE {documents} (
        kind varchar(30) NOT NULL, pk bigint NOT NULL, audience_id bigint, author_id bigint, space_id bigint,
        at timestamptz NOT NULL, weight real NOT NULL, title_key text NOT NULL, title text NOT NULL,
        body text NOT NULL, vector tsvector NOT NULL, title_vector tsvector NOT NULL, PRIMARY KEY (kind, pk));
    CREATE TABLE {words} (word text PRIMARY KEY);
"""
INDEXES = """
    CREATE INDEX ON {documents} USING gin (vector);
    CREATE INDEX ON {documents} USING gin (title_vector);
    CREATE INDEX ON {documents} (title_key);
    CREATE INDEX ON {words} USING gin (word gin_trgm_ops);
"""
DOCUMENTS, WORDS = "search_document", "search_word"


class PostgresEngine:
    def __init__(self) -> None:
        self._frequencies: dict[str, tuple[float, float]] = {}

    # Writing

    def update(self, documents: dict[Key, Document | None]) -> None:
        gone = [key for key, document in documents.items() if document is None]
        with transaction.atomic(), connection.cursor() as cursor:
            for kind, pk in gone:
                cursor.execute(f"DELETE FROM {DOCUMENTS} WHERE kind = %s AND pk = %s", [kind, pk])  # noqa: S608 (a constant)
            self._insert(cursor, [(k, d) for k, d in documents.items() if d is not None], DOCUMENTS, WORDS)

    def rebuild(self, documents: Iterable[tuple[Key, Document]]) -> Iterator[int]:
        names = {"documents": f"{DOCUMENTS}_new", "words": f"{WORDS}_new"}
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS {documents}, {words}".format(**names))
            cursor.execute(TABLES.format(**names))
            done, batch = 0, []
            for done, pair in enumerate(documents, start=1):
                batch.append(pair)
                if len(batch) == 200:
                    self._insert(cursor, batch, names["documents"], names["words"])
                    batch.clear()
                    yield done
            self._insert(cursor, batch, names["documents"], names["words"])
            cursor.execute(INDEXES.format(**names))
        yield done

    def switch(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for name in (DOCUMENTS, WORDS):
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
                cursor.execute(f"ALTER TABLE {name}_new RENAME TO {name}")

    def is_ready(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [DOCUMENTS])
            return bool(cursor.fetchone()[0])

    def _insert(self, cursor: Any, pairs: list[tuple[Key, Document]], table: str, word_table: str) -> None:
        vocabulary: set[str] = set()
        for (kind, pk), document in pairs:
            fields = Fields.of(document)
            vocabulary.update(word for word in fields.words.split() if len(word) > 2)
            language = document.language
            texts = [
                f"{fields.title} {stems(' '.join(document.tags), language)}",
                stems(document.headings, language),
                stems(document.summary, language),
                stems(document.body, language),
                fields.title_words,
            ]
            cursor.execute(
                _INSERT.format(table=table),
                [
                    kind,
                    pk,
                    document.audience_id,
                    document.author_id,
                    document.space_id,
                    document.at or timezone.now(),
                    document.weight,
                    fields.title_key,
                    document.title.replace("\x00", ""),
                    (document.body[:PASSAGE_SOURCE] or document.summary).replace("\x00", ""),
                    *texts,
                ],
            )
        if vocabulary:
            cursor.execute(_INSERT_WORDS.format(table=word_table), [sorted(vocabulary)])

    # Reading

    def search(self, asked: Query, *, limit: int, offset: int = 0) -> list[Candidate]:
        if not asked.terms:
            return []
        found = self._ranked(asked, _tsquery(asked, " & "), limit + offset)
        if len(found) < _ENOUGH and len(asked.terms) > 1 and not asked.phrases:
            found += self._ranked(asked, _tsquery(asked, " | "), limit + offset)
        best = {candidate.key: candidate for candidate in reversed(found)}
        return sorted(best.values(), key=lambda c: -c.score)[offset : offset + limit]

    def complete(self, asked: Query, *, limit: int) -> list[Candidate]:
        last = asked.last_word
        parts = [_quoted(term.word) for term in asked.terms if term.word != last]
        if last:
            parts.append(f"{_quoted(last)}:*")
        if not parts:
            return []
        where, values = _filters(asked)
        sql = f"""
            SELECT kind, pk, (title_key = %s)::int * 50 + ts_rank(title_vector, q, 2), title, body, weight
            FROM {DOCUMENTS}, to_tsquery('simple', %s) q WHERE title_vector @@ q {where} ORDER BY 3 DESC, pk LIMIT %s
        """  # noqa: S608 (constants and placeholders)
        return self._candidates(sql, [asked.title_key, " & ".join(parts), *values, limit])

    def near_words(self, word: str, *, limit: int) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT word FROM {WORDS} WHERE word %% %s AND word <> %s ORDER BY similarity(word, %s) DESC, word LIMIT %s",  # noqa: S608  (constants and placeholders)
                [word, word, word, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def similar(self, text: str, asked: Query, *, limit: int) -> list[Candidate]:
        weighed = {s: self._idf(s) for term in asked.terms for s in term.stems}
        telling = sorted((s for s in weighed if weighed[s] > 0), key=lambda s: -weighed[s])[:16]
        if not telling:
            return []
        return self._ranked(asked, " | ".join(map(_quoted, telling)), limit, stems_asked=telling)

    def _ranked(
        self, asked: Query, tsquery: str, limit: int, *, stems_asked: list[str] | None = None
    ) -> list[Candidate]:
        """Rank by Σ idf(stem) · ts_rank(stem): PostgreSQL's own rank knows no rarity, which sorts French poorly."""
        every = stems_asked or [s for term in asked.terms for s in term.stems]
        rank = " + ".join(f"%s * ts_rank({_WEIGHTS}, vector, to_tsquery('simple', %s), 1)" for _stem in every)
        scored: list[Any] = [value for s in every for value in (self._idf(s), _quoted(s))]
        where, values = _filters(asked)
        sql = f"""
            SELECT kind, pk, (title_key = %s)::int * 100 + {rank}, title, body, weight
            FROM {DOCUMENTS} WHERE vector @@ to_tsquery('simple', %s) {where} ORDER BY 3 DESC, pk LIMIT %s
        """  # noqa: S608 (constants and placeholders)
        return self._candidates(sql, [asked.title_key, *scored, tsquery, *values, limit])

    def _candidates(self, sql: str, values: list[Any]) -> list[Candidate]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        found = [
            Candidate(kind, pk, boosted(score, weight), title, body) for kind, pk, score, title, body, weight in rows
        ]
        return sorted(found, key=lambda candidate: -candidate.score)

    def _idf(self, stem: str) -> float:
        """Return ln(1 + N / (1 + n)) of a stem, counted at most once in five minutes."""
        now = time.monotonic()
        kept = self._frequencies.get(stem)
        if kept is None or kept[0] < now:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT (SELECT count(*) FROM {DOCUMENTS} WHERE vector @@ to_tsquery('simple', %s)),"  # noqa: S608  (constants and placeholders)
                    " (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = to_regclass(%s))",
                    [_quoted(stem), DOCUMENTS],
                )
                having, total = cursor.fetchone()
            if len(self._frequencies) > 20_000:
                self._frequencies.clear()
            kept = (now + _FREQUENCY_SECONDS, math.log(1 + max(total, having) / (1 + having)))
            self._frequencies[stem] = kept
        return kept[1]


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "") + "'"


def _one_of(term: Term) -> str:
    return "(" + " | ".join(_quoted(s) for s in term.stems) + ")"


def _tsquery(asked: Query, join: str) -> str:
    wanted = "(" + join.join(_one_of(term) for term in asked.terms) + ")"
    for phrase in asked.phrases:
        wanted += " & (" + " <-> ".join(_one_of(term) for term in phrase) + ")"
    for term in asked.excluded:
        wanted += f" & !{_one_of(term)}"
    return wanted


def _filters(asked: Query) -> tuple[str, list[Any]]:
    where = ""
    values: list[Any] = []
    if asked.audience_ids is not None:
        where += " AND (audience_id IS NULL OR audience_id = ANY(%s))"
        values.append(sorted(asked.audience_ids))
    if asked.kinds:
        where += " AND kind = ANY(%s)"
        values.append(list(asked.kinds))
    for column, value in (("space_id", asked.space_id), ("author_id", asked.author_id)):
        if value is not None:
            where += f" AND {column} = %s"
            values.append(value)
    if asked.since:
        where += " AND at >= %s"
        values.append(asked.since)
    if asked.until:
        where += " AND at <= %s"
        values.append(asked.until)
    return where, values
