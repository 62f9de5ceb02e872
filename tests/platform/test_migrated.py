"""The tables that migrations leave are those that the models ask for, down to each column, index and constraint."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

ON_POSTGRESQL = """
SELECT table_name, concat_ws(' ', column_name, udt_name, character_maximum_length, numeric_precision, numeric_scale,
       is_nullable, column_default, identity_generation, generation_expression, collation_name)
  FROM information_schema.columns WHERE table_schema = %(schema)s
UNION ALL
SELECT tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes WHERE schemaname = %(schema)s
UNION ALL
SELECT relname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint JOIN pg_class ON conrelid = pg_class.oid
 WHERE connamespace = %(schema)s::regnamespace
"""

# What Django and Wagtail make otherwise than they say, on purpose: sorting of paths by bytes, a table of SQLite's own search,
# and 64 bits for what ties two of their models.
THEIRS = {
    ("wagtailcore_page", "path"),
    ("wagtailcore_collection", "path"),
    ("auth_group_permissions", "id"),
    ("wagtailcore_pageviewrestriction_groups", "id"),
    ("wagtailcore_collectionviewrestriction_groups", "id"),
    ("wagtailcore_groupapprovaltask_groups", "id"),
}


def test_the_tables_that_migrations_leave_are_those_of_the_models(
    django_db_blocker: Any, django_db_setup: None
) -> None:
    """Those of the models are made beside, and undone. Names of indexes and constraints do not count: a renaming keeps them."""
    beside = connection.copy()
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    tables = {table for model in models for table in [model._meta.db_table, *many_to_many(model)]}
    tables.discard("wagtailsearch_indexentry_fts")

    def judged(schema: str) -> Counter[tuple[str, str]]:
        found = described(beside, schema)
        return Counter(
            (table, said) for table, said in found if table in tables and (table, said.split()[0]) not in THEIRS
        )

    try:
        with django_db_blocker.unblock():
            migrated = judged("public")
            if beside.vendor == "sqlite":
                beside.close()
                beside.settings_dict["NAME"] = ":memory:"
            else:
                beside.set_autocommit(False)
                beside.cursor().execute("CREATE SCHEMA beside; SET search_path TO beside, public")
            with beside.schema_editor(atomic=False) as editor:
                for model in models:
                    editor.create_model(model)
            asked = judged("beside")
    finally:
        beside.close()
    assert asked.total() > 1500
    assert list((migrated - asked).elements()) == []  # what migrations left too much
    assert list((asked - migrated).elements()) == []  # what they left out


def many_to_many(model: Any) -> Iterator[str]:
    for field in model._meta.local_many_to_many:
        if field.remote_field.through._meta.auto_created:
            yield field.remote_field.through._meta.db_table


def described(database: Any, schema: str) -> list[tuple[str, str]]:
    """Return (table, what it has) for each column, index and constraint of the database."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(ON_POSTGRESQL, {"schema": schema})
            return [(table, said.replace(f"{schema}.", "")) for table, said in cursor.fetchall()]
        cursor.execute(
            "SELECT type, tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
        )
        return [
            (table, re.sub(r'(CONSTRAINT|INDEX) "[^"]+"', r"\1", said.strip()).replace('"', ""))
            for kind, table, sql in cursor.fetchall()
            for said in (pieces(sql) if kind == "table" else [sql])
        ]


def pieces(sql: str) -> Iterator[str]:
    """Give what a CREATE TABLE says between its outermost commas: a column or a constraint each."""
    depth, piece = 0, ""
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            yield piece
            piece = ""
        else:
            piece += letter
    yield piece
