from typing import Any

from django.db import migrations


def make_tables(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    from intranet.search.engines.postgres_tables import DOCUMENTS, INDEXES, NAMES, SOUND, TABLES

    drop_tables(apps, schema_editor)
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(TABLES.format(**NAMES))
    schema_editor.execute(INDEXES.format(**NAMES))
    schema_editor.execute(f"COMMENT ON TABLE {DOCUMENTS} IS '{SOUND} it was never built'")


def drop_tables(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE IF EXISTS search_document, search_posting, search_word")


class Migration(migrations.Migration):
    """The search tables, where the database is PostgreSQL; the embedded site keeps its index in files.

    The worker fills them: they are marked as never built.
    """

    dependencies = [("search", "0002_tuning")]
    operations = [migrations.RunPython(make_tables, drop_tables)]
