"""Where Wagtail's own signals come in. They are translated at once into what the site understands."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from intranet.accounts import roles
from intranet.charter.actions import publish
from intranet.charter.models import CharterPage

_ON_PAGE = ("change_page", "publish_page")
_ON_IMAGES = ("add_image", "choose_image")


def charter_was_published(*, instance: CharterPage, revision: Any = None, **kwargs: Any) -> None:
    """Somebody pressed Publish in the admin, or a planned publication came due."""
    publish(instance, by=revision.user if revision else None)


def after_migrate(*, using: str = "default", apps: Any = installed, **kwargs: Any) -> None:
    """Give a new site its charter page, unpublished and empty, and let community managers edit and publish it.

    Runs after every ``migrate`` and does nothing on a site that has its charter: what an administrator changed stays.
    """
    if using != "default" or not _is_migrated(apps) or CharterPage.objects.exists():
        return
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label__in=("wagtailcore", "wagtailimages"), codename__in=_ON_PAGE + _ON_IMAGES
        )
    }
    if site is None or len(permissions) < len(_ON_PAGE + _ON_IMAGES):
        return
    with transaction.atomic():
        page = CharterPage(title="Charte", slug="charter", live=False, has_unpublished_changes=True)
        site.root_page.add_child(instance=page)
        group, _created = Group.objects.get_or_create(name=roles.COMMUNITY_MANAGER)
        for codename in _ON_PAGE:
            GroupPagePermission.objects.create(group=group, page=page, permission=permissions[codename])
        for codename in _ON_IMAGES:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=Collection.get_first_root_node(), permission=permissions[codename]
            )


def _is_migrated(apps: Any) -> bool:
    """A partial ``migrate`` may leave the tables of the charter or of Wagtail for later."""
    try:
        apps.get_model("charter", "CharterPage")
        apps.get_model("wagtailimages", "Image")
    except LookupError:
        return False
    return True
