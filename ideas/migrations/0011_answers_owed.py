from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def owe(apps, schema_editor):
    """Ideas that wait for an answer from before the answer clock are owed one thirty days from now, not yesterday."""
    ideas = apps.get_model("ideas", "Idea").objects
    waiting = ideas.filter(status__in=("submitted", "under_review"), official_answer=None, imported_author="")
    waiting.filter(answer_due_at=None).update(answer_due_at=timezone.now() + timedelta(days=30))


class Migration(migrations.Migration):
    dependencies = [("ideas", "0010_own_fields_one_appeal")]

    operations = [migrations.RunPython(owe, migrations.RunPython.noop)]
