from django.db import migrations


def make_open_box(apps, schema_editor):
    apps.get_model("ideas", "Campaign").objects.get_or_create(slug="open-box")


class Migration(migrations.Migration):
    """The always-open box is there from the start."""

    dependencies = [("ideas", "0001_ideas")]

    operations = [migrations.RunPython(make_open_box, migrations.RunPython.noop)]
