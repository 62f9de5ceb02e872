"""The tables of the PostgreSQL engine: documents, an inverted index of their stems, and the words for spelling."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from intranet.contributions.registry import Document
from intranet.search.engines.base import Key
from intranet.search.engines.fields import Fields, passage_source
from intranet.search.settings import Settings

DOCUMENTS, POSTINGS, WORDS = "search_document", "search_posting", "search_word"
NAMES = {"documents": DOCUMENTS, "postings": POSTINGS, "words": WORDS}
NEW_NAMES = {name: f"{table}_new" for name, table in NAMES.items()}
# Goes up when what a document is indexed as changes: an index of another version is made again.
SOUND = "parvis search 2"
# A tsvector holds a megabyte and 16,383 places: phrases are looked for in the beginning of a very long text.
_LONGEST_PHRASE_TEXT = 300_000
_LONGEST_WORD_FOR_SPELLING = 40

TABLES = """
    CREATE TABLE {documents} (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind varchar(30) NOT NULL, pk bigint NOT NULL, audience_id bigint, author_id bigint, space_id bigint,
        at timestamptz NOT NULL, weight real NOT NULL, standing real NOT NULL, is_news boolean NOT NULL,
        title_key text NOT NULL, former_keys text[] NOT NULL, tags text[] NOT NULL, title text NOT NULL,
        title_stems text NOT NULL, body text NOT NULL, length integer NOT NULL, exact tsvector NOT NULL,
        title_vector tsvector NOT NULL, UNIQUE (kind, pk));
    CREATE TABLE {postings} (
        term text COLLATE "C" NOT NULL, doc bigint NOT NULL, count integer NOT NULL, length integer NOT NULL);
    CREATE TABLE {words} (word text PRIMARY KEY);
"""
INDEXES = """
    CREATE INDEX ON {documents} USING gin (exact);
    CREATE INDEX ON {documents} USING gin (title_vector);
    CREATE INDEX ON {documents} (title_key);
    CREATE INDEX ON {documents} USING gin (former_keys);
    CREATE INDEX ON {postings} (term, doc) INCLUDE (count, length);
    CREATE INDEX ON {postings} (doc);
    CREATE INDEX ON {words} USING gin (word gin_trgm_ops);
"""
_INSERT = """
    INSERT INTO {documents}
        (kind, pk, audience_id, author_id, space_id, at, weight, standing, is_news, title_key, former_keys, tags, title,
         title_stems, body, length, exact, title_vector)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s, %s, %s, %s,
        to_tsvector('simple', %s), to_tsvector('simple', %s))
    RETURNING id
"""
_INSERT_POSTINGS = "INSERT INTO {postings} SELECT unnest(%s::text[]), %s, unnest(%s::int[]), %s"
_INSERT_WORDS = "INSERT INTO {words} (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"


def remove(cursor: Any, keys: Iterable[Key]) -> None:
    for kind, pk in keys:
        cursor.execute(f"DELETE FROM {DOCUMENTS} WHERE kind = %s AND pk = %s RETURNING id", [kind, pk])  # noqa: S608 (our own table)
        gone = [row[0] for row in cursor.fetchall()]
        cursor.execute(f"DELETE FROM {POSTINGS} WHERE doc = ANY(%s)", [gone])  # noqa: S608 (our own table)


def insert(cursor: Any, pairs: Iterable[tuple[Key, Document]], names: dict[str, str], settings: Settings) -> None:
    """Insert documents that are not there."""
    vocabulary: set[str] = set()
    for (kind, pk), document in pairs:
        fields = Fields.of(document, settings)
        counts = Counter(fields.everything.split())
        length = counts.total()
        vocabulary.update(word for word in fields.exact.split() if 2 < len(word) <= _LONGEST_WORD_FOR_SPELLING)
        row = [
            kind,
            pk,
            document.audience_id,
            document.author_id,
            document.space_id,
            document.at or timezone.now(),
            document.weight,
            document.standing,
            document.is_news,
            fields.title_key,
            list(fields.former_keys),
            list(fields.tags),
            document.title.replace("\x00", ""),
            fields.title,
            passage_source(document),
            length,
            fields.exact[:_LONGEST_PHRASE_TEXT],
            fields.title_words,
        ]
        cursor.execute(_INSERT.format(**names), row)
        number = cursor.fetchone()[0]
        cursor.execute(_INSERT_POSTINGS.format(**names), [list(counts), number, list(counts.values()), length])
    if vocabulary:
        cursor.execute(_INSERT_WORDS.format(**names), [sorted(vocabulary)])
