from django.db import migrations


def give_to_authors(apps, schema_editor):
    """Whoever wrote what is published already looks after it, until somebody else does."""
    ArticlePage = apps.get_model("knowledge", "ArticlePage")
    Stewardship = apps.get_model("stewardship", "Stewardship")
    written = ArticlePage.objects.filter(live=True).values_list("pk", "author_id", "author__department_id")
    Stewardship.objects.bulk_create(
        [
            Stewardship(article_id=pk, owner_id=author, owner_worked_in_id=department)
            for pk, author, department in written.iterator()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0001_initial"), ("knowledge", "0005_stewards_and_versions")]

    operations = [migrations.RunPython(give_to_authors, migrations.RunPython.noop, elidable=True)]
