from typing import Any

from django.db import migrations


def take_the_root(apps: Any, schema_editor: Any) -> None:
    """Make the page that Wagtail put at the root of its site our home page."""
    alias = schema_editor.connection.alias
    site = apps.get_model("wagtailcore", "Site").objects.using(alias).filter(is_default_site=True).first()
    if site is None:
        return
    page = apps.get_model("wagtailcore", "Page").objects.using(alias).get(pk=site.root_page_id)
    kind, _created = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(alias)
        .get_or_create(app_label="home", model="homepage")
    )
    home = apps.get_model("home", "HomePage")(page_ptr_id=page.pk)
    for field in page._meta.concrete_fields:
        setattr(home, field.attname, getattr(page, field.attname))
    home.title = home.draft_title = "Parvis"
    home.slug, home.url_path = "home", "/home/"
    home.content_type_id = kind.pk
    home.save(using=alias)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    operations = [migrations.RunPython(take_the_root, migrations.RunPython.noop)]
