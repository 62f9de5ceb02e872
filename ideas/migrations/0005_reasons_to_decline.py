from django.db import migrations

# What most refusals say, to begin with; the community manager keeps the list from there.
REASONS = (
    ("exists", "It exists already", "Cela existe déjà"),
    ("cost", "It costs more than it brings", "Le coût dépasse le bénéfice"),
    ("law", "The law or a contract does not allow it", "La loi ou un contrat ne le permet pas"),
    ("safety", "It would be a risk for people or data", "Cela présenterait un risque pour les personnes ou les données"),
    ("elsewhere", "It is not ours to decide", "La décision ne nous appartient pas"),
    ("priority", "Other work comes first for now", "D’autres travaux passent avant pour l’instant"),
    ("values", "It does not fit the charter", "Cela ne correspond pas à la charte"),
    ("other", "Another reason", "Autre raison"),
)


def offer(apps, schema_editor):
    reasons = apps.get_model("ideas", "DeclineReason").objects
    for order, (slug, english, french) in enumerate(REASONS, start=1):
        reasons.get_or_create(slug=slug, defaults={"label_en": english, "label_fr": french, "order": order * 10})


class Migration(migrations.Migration):
    dependencies = [("ideas", "0004_life_of_an_idea")]

    operations = [migrations.RunPython(offer, migrations.RunPython.noop)]
