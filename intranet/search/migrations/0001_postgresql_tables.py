from typing import Any

from django.db import migrations


def make_tables(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    from intranet.search.engines.postgres import DOCUMENTS, INDEXES, TABLES, WORDS

    names = {"documents": DOCUMENTS, "words": WORDS}
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(TABLES.format(**names))
    schema_editor.execute(INDEXES.format(**names))


def drop_tables(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE IF EXISTS search_document, search_word")


class Migration(migrations.Migration):
    """The search tables, where the database is PostgreSQL; the embedded site keeps its index in files."""

    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunPython(make_tables, drop_tables)]
