from django.db import migrations, models


def publish_those_there_are(apps, schema_editor):
    apps.get_model("ideas", "Campaign").objects.update(published_at=models.F("created_at"))


class Migration(migrations.Migration):
    """Campaigns made before there were phases were seen by everyone: they still are."""

    dependencies = [("ideas", "0006_campaigns")]

    operations = [migrations.RunPython(publish_those_there_are, migrations.RunPython.noop)]
