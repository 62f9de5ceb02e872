import uuid
from typing import Any

from django.db import migrations
from django.utils import timezone

STEP = 4
EDITORS = ["administrator"]
MAY = {"add_page": "Can add page", "change_page": "Can change page", "publish_page": "Can publish page"}


def plant(apps: Any, schema_editor: Any) -> None:
    """Put the knowledge base under the home page, and let its managers work on pages in the Wagtail admin."""
    alias = schema_editor.connection.alias
    home = apps.get_model("home", "HomePage").objects.using(alias).order_by("path").first()
    if home is None:
        return
    _add_index(apps, alias, home)
    _let_manage(apps, alias, home)


def _add_index(apps: Any, alias: str, home: Any) -> None:
    kind, _created = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(alias)
        .get_or_create(app_label="knowledge", model="knowledgeindex")
    )
    pages = apps.get_model("wagtailcore", "Page").objects.using(alias)
    last = (
        pages.filter(path__startswith=home.path, depth=home.depth + 1).order_by("-path").values_list("path", flat=True)
    )
    number = int(last[0][-STEP:], 36) + 1 if last else 1
    now = timezone.now()
    apps.get_model("knowledge", "KnowledgeIndex")(
        path=home.path + _base36(number).rjust(STEP, "0"),
        depth=home.depth + 1,
        numchild=0,
        title="Knowledge",
        draft_title="Knowledge",
        slug="knowledge",
        url_path=f"{home.url_path}knowledge/",
        content_type_id=kind.pk,
        locale_id=home.locale_id,
        translation_key=uuid.uuid4(),
        live=True,
        first_published_at=now,
        last_published_at=now,
    ).save(using=alias)
    apps.get_model("wagtailcore", "Page").objects.using(alias).filter(pk=home.pk).update(numchild=home.numchild + 1)


def _let_manage(apps: Any, alias: str, home: Any) -> None:
    kind, _created = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(alias)
        .get_or_create(app_label="wagtailcore", model="page")
    )
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    granted = apps.get_model("wagtailcore", "GroupPagePermission").objects.using(alias)
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name__in=EDITORS):
        for codename, name in MAY.items():
            permission, _created = permissions.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            granted.get_or_create(group=group, page_id=home.pk, permission=permission)


def _base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0001_initial"),
        ("home", "0002_root"),
        ("accounts", "0002_roles"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
