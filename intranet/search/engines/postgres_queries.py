"""The SQL of the PostgreSQL engine: BM25 over the inverted index, as Whoosh scores, and the filters."""

from collections.abc import Callable
from typing import Any

from intranet.search.engines.postgres_tables import DOCUMENTS, POSTINGS
from intranet.search.query import Query, Term

SHOWN = """d.kind, d.pk, {score}, d.title, d.body, extract(epoch FROM d.at), d.weight, d.standing, d.is_news,
    d.title_key, d.former_keys, d.title_stems"""
# BM25, k1 = 1.2, b = 0.75; %s is the average length.
_BM25 = "a.rarity * p.count * 2.2 / (p.count + 1.2 * (0.25 + 0.75 * p.length / %s))"
_SYNONYM_SHARE = 0.7
_CALLED = "(d.title_key = %s OR d.former_keys @> ARRAY[%s])"
Sql = tuple[str, list[Any]]


def ranked_sql(
    asked: Query, rarity: Callable[[str], float], average: float, *, every: bool, limit: int, terms: tuple[Term, ...]
) -> Sql:
    """Return the best ``limit`` documents with all of ``terms`` (or some, unless ``every``), exact titles first."""
    options, values = _options(terms, rarity, average)
    least = len(terms) if every else 1
    where, filters = filters_sql(asked)
    where, filters = where + _phrases_sql(asked), [*filters, *_phrase_values(asked)]
    sql = f"""
        WITH best AS (
            SELECT d.id, s.score, {_CALLED} AS called FROM {DOCUMENTS} d JOIN (
                SELECT doc, sum(score) AS score FROM (
                    SELECT doc, n, max(score) AS score FROM ({options}) o GROUP BY doc, n
                ) w GROUP BY doc HAVING count(*) >= %s
            ) s ON s.doc = d.id WHERE TRUE {where} ORDER BY called DESC, s.score DESC, d.id LIMIT %s)
        SELECT {SHOWN.format(score="best.score")} FROM best JOIN {DOCUMENTS} d ON d.id = best.id
    """  # noqa: S608 (constants and placeholders)
    return sql, [asked.title_key, asked.title_key, *values, least, *filters, limit]


def _options(terms: tuple[Term, ...], rarity: Callable[[str], float], average: float) -> Sql:
    """Return (doc, n, score) for each way to have word ``n``: one of its stems, or all the words of an expression."""
    single = [(n, stem, rarity(stem)) for n, term in enumerate(terms) for stem in term.stems]
    single += [
        (n, stem, rarity(stem) * _SYNONYM_SHARE)
        for n, term in enumerate(terms)
        for expression in term.also
        if len(expression) == 1
        for stem in expression[0]
    ]
    rows = ", ".join(["(%s::int, %s::text, %s::float8)"] * len(single))
    parts = [
        f"SELECT p.doc, a.n, {_BM25} AS score FROM (VALUES {rows}) a (n, term, rarity) JOIN {POSTINGS} p ON p.term = a.term"  # noqa: S608 (constants and placeholders)
    ]
    values: list[Any] = [average, *[value for row in single for value in row]]
    for n, term in enumerate(terms):
        for expression in (expression for expression in term.also if len(expression) > 1):
            wanted = [(place, stem, rarity(stem)) for place, stems in enumerate(expression) for stem in stems]
            rows = ", ".join(["(%s::int, %s::text, %s::float8)"] * len(wanted))
            parts.append(
                f"""SELECT doc, %s::int AS n, sum(score) * %s AS score FROM (
                    SELECT p.doc, a.place, max({_BM25}) AS score FROM (VALUES {rows}) a (place, term, rarity)
                    JOIN {POSTINGS} p ON p.term = a.term GROUP BY p.doc, a.place
                ) e GROUP BY doc HAVING count(*) = %s"""  # noqa: S608 (constants and placeholders)
            )
            share = _SYNONYM_SHARE / len(expression)
            values += [n, share, average, *[value for row in wanted for value in row], len(expression)]
    return " UNION ALL ".join(parts), values


def common_words_sql(asked: Query, limit: int) -> Sql:
    """Look in titles only, for words so common that they are not in the index."""
    where, filters = filters_sql(asked)
    wanted = " & ".join(quoted(term.word) for term in asked.terms)
    sql = f"""
        SELECT {SHOWN.format(score="1.0")} FROM {DOCUMENTS} d
        WHERE (d.title_vector @@ %s::tsquery OR {_CALLED}) {where} ORDER BY {_CALLED} DESC, d.id LIMIT %s
    """  # noqa: S608 (constants and placeholders)
    key = asked.title_key
    return sql, [wanted, key, key, *filters, key, key, limit]


def latest_sql(asked: Query, limit: int, offset: int) -> Sql:
    where, filters = filters_sql(asked)
    sql = f"SELECT {SHOWN.format(score='0.0')} FROM {DOCUMENTS} d WHERE TRUE {where} ORDER BY d.at DESC, d.id LIMIT %s OFFSET %s"  # noqa: S608 (constants and placeholders)
    return sql, [*filters, limit, offset]


def complete_sql(asked: Query, limit: int) -> Sql:
    last = asked.last_word
    parts = [quoted(term.word) for term in asked.terms if term.word != last]
    if last:
        parts.append(f"{quoted(last)}:*")
    if not parts:
        return "", []
    where, filters = filters_sql(asked)
    sql = f"""
        SELECT {SHOWN.format(score="(d.title_key = %s)::int * 50 + ts_rank(d.title_vector, q, 2)")}
        FROM {DOCUMENTS} d, to_tsquery('simple', %s) q WHERE d.title_vector @@ q {where} ORDER BY 3 DESC, d.id LIMIT %s
    """  # noqa: S608 (constants and placeholders)
    return sql, [asked.title_key, " & ".join(parts), *filters, limit]


def filters_sql(asked: Query) -> Sql:
    where = ""
    values: list[Any] = []
    if asked.audience_ids is not None:
        where += " AND (d.audience_id IS NULL OR d.audience_id = ANY(%s))"
        values.append(sorted(asked.audience_ids))
    for column, wanted in (("kind", asked.kinds), ("space_id", asked.space_ids), ("author_id", asked.author_ids)):
        if wanted:
            where += f" AND d.{column} = ANY(%s)"
            values.append(list(wanted))
    if asked.tags:
        where += " AND d.tags @> %s::text[]"
        values.append(list(asked.tags))
    if asked.since:
        where += " AND d.at >= %s"
        values.append(asked.since)
    if asked.until:
        where += " AND d.at <= %s"
        values.append(asked.until)
    if asked.excluded:
        where += f" AND NOT EXISTS (SELECT 1 FROM {POSTINGS} x WHERE x.doc = d.id AND x.term = ANY(%s))"  # noqa: S608 (constants and placeholders)
        values.append([stem for term in asked.excluded for stem in term.stems])
    return where, values


def _phrases_sql(asked: Query) -> str:
    return " AND d.exact @@ %s::tsquery" * len(asked.phrases)


def _phrase_values(asked: Query) -> list[str]:
    return [" <-> ".join(quoted(word) for word in phrase) for phrase in asked.phrases]


def quoted(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "") + "'"
