from datetime import timedelta
from importlib import import_module

from django.db import migrations, models
from django.utils import timezone

offer_reasons = import_module("ideas.migrations.0001_squashed_0005_what_was_there").offer_reasons


def publish_campaigns(apps, schema_editor):
    """Campaigns made before there were phases were seen by everyone: they still are."""
    apps.get_model("ideas", "Campaign").objects.update(published_at=models.F("created_at"))


def owe_answers(apps, schema_editor):
    """Ideas that wait for an answer from before the answer clock are owed one thirty days from now, not yesterday."""
    ideas = apps.get_model("ideas", "Idea").objects
    waiting = ideas.filter(status__in=("submitted", "under_review"), official_answer=None, imported_author="")
    waiting.filter(answer_due_at=None).update(answer_due_at=timezone.now() + timedelta(days=30))


class Migration(migrations.Migration):
    dependencies = [("ideas", "0004_life_and_campaigns")]

    operations = [
        migrations.RunPython(offer_reasons, migrations.RunPython.noop),
        migrations.RunPython(publish_campaigns, migrations.RunPython.noop),
        migrations.RunPython(owe_answers, migrations.RunPython.noop),
    ]
