from django.db import migrations


class Migration(migrations.Migration):
    """Once made the search tables of PostgreSQL; the next one makes them as they are now."""

    dependencies: list[tuple[str, str]] = []
    operations: list[migrations.operations.base.Operation] = []
