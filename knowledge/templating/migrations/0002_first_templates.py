from typing import Any

from django.db import migrations


def plant(apps: Any, schema_editor: Any) -> None:
    """Give the site its first templates: five, in both languages, for every space."""
    from knowledge.templating.seeds import SEEDS

    templates = apps.get_model("templating", "ArticleTemplate")
    for seed in SEEDS:
        templates.objects.get_or_create(
            space=None, kind=seed.kind, language=seed.language, defaults={"title": seed.title, "description": seed.description, "body": seed.body}
        )


class Migration(migrations.Migration):
    dependencies = [("templating", "0001_initial")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
