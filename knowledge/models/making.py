"""A page is made, with its first version and what its history says of it; an article may be shown in the same moment.

Wagtail takes three steps for that: it adds a draft, keeps a version of it, then reads the version back from JSON and
publishes it. Each step judges the whole page anew and asks the database for what a page may have got meanwhile: earlier
versions, versions planned for later, comments, copies that follow it, a review. A page that is made here, in one
transaction and under the lock of its place, can have none of them. What comes out is what Wagtail's steps make: the row,
the version, the entries of its history, the signals (``tests/knowledge/test_making.py`` compares them).
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision
from wagtail.signals import page_published, published

if TYPE_CHECKING:
    from intranet.accounts.models import User


def add_page(page: Any, *, under: Page, by: "User | None") -> Revision:
    """Put ``page``, new, under the page ``under``, whose row is locked; return its first version.

    A page with ``live`` is judged as a whole (``ValidationError``), a draft by its title and its address.
    """
    _place(page, under=under)
    revision = _keep_first_version(page, by=by)
    _tell_history(page, {"wagtail.create": None}, by=by)
    return revision


def add_shown_page(page: Any, *, under: Page, by: "User | None") -> Revision:
    """Like ``add_page``, and publish it."""
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = timezone.now()
    _place(page, under=under)
    revision = _keep_first_version(page, by=by, is_shown=True)
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    _tell_history(page, {"wagtail.create": None, "wagtail.publish": revision}, by=by)
    return revision


def _place(page: Any, *, under: Page) -> None:
    page.tells_history = False
    page.locale_id = under.locale_id
    children = dict(getattr(page, "_cluster_related_objects", {}))
    under.add_child(instance=page)
    del page.tells_history
    # Its tags and the like are saved: as long as the page is in hand they are known.
    page._cluster_related_objects = {**children, COMMENTS_RELATION_NAME: []}


def _keep_first_version(page: Any, *, by: "User | None", is_shown: bool = False) -> Revision:
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=by,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page._cluster_related_objects.clear()
    kept = {"latest_revision": revision, "latest_revision_created_at": revision.created_at}
    if is_shown:
        kept["live_revision"] = revision
    for name, value in kept.items():
        setattr(page, name, value)
    Page.objects.filter(pk=page.pk).update(**kept)
    return revision


def _tell_history(page: Any, actions: dict[str, Revision | None], *, by: "User | None") -> None:
    """Write the entries that Wagtail's ``log`` would, without asking first whether the page and the person exist."""
    context, title = get_active_log_context(), page.get_admin_display_title()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=page.content_type,
            label=title,
            action=action,
            timestamp=timezone.now(),
            uuid=context.uuid,
            user=by or context.user,
            revision=revision,
            content_changed=True,
            page_id=page.pk,
        )
        for action, revision in actions.items()
    )
