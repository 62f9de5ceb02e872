"""Pages and versions as our verbs make them: with what Wagtail makes, without what it would look up though it is known.

Wagtail publishes in steps that know nothing of one another: a draft is added, a version of it is kept, the version is read
back from JSON and published. Each step judges the whole page anew, asks whether what it refers to exists, and asks for
earlier versions, comments, reviews, copies that follow the page. Our verbs take these steps in one transaction, under the
lock of the page's place or row. What comes out is the same: the row, the version, the entries of the history, the signals
(``tests/knowledge/test_making.py`` compares them with those of Wagtail's own steps).
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, published

if TYPE_CHECKING:
    from intranet.accounts.models import User


def add_page(page: Any, *, under: Page, by: "User | None") -> Revision:
    """Put ``page``, new, under the page ``under``, whose row is locked; return its first version.

    A page with ``live`` is judged as a whole (``ValidationError``), a draft by its title and its address.
    """
    _place(page, under=under)
    revision = _keep_first_version(page, by=by)
    _tell_history(page, by, {"action": "wagtail.create"})
    return revision


def add_shown_page(page: Any, *, under: Page, by: "User | None") -> Revision:
    """Like ``add_page``, and publish it. Nobody can have planned, commented, copied or reviewed anything of it yet."""
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = timezone.now()
    _place(page, under=under)
    revision = _keep_first_version(page, by=by, is_shown=True)
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    _tell_history(page, by, {"action": "wagtail.create"}, {"action": "wagtail.publish", "revision": revision})
    return revision


def save_version(page: Any, *, by: "User | None") -> Revision:
    """Judge ``page``, whose row is locked, and keep it as its newest version. It need not be judged again in this transaction."""
    page.full_clean()
    page.is_judged = True
    revision: Revision = page.save_revision(user=by, clean=False)
    _tell_history(page, by, {"action": "wagtail.edit", "revision": revision})
    return revision


def show_version(page: Any, revision: Revision, *, by: "User | None", title_before: str) -> None:
    """Publish ``revision``, which ``save_version`` just made of ``page``. ``title_before``: the page's own, until now.

    It is handed over as it is, and not read back; no version can be newer; of the one before only the title matters.
    """
    if page.go_live_at:  # planned in the admin: it may be shown later, and told otherwise
        revision.publish(user=by, skip_permission_checks=True)
        return
    known = {"as_object": lambda: page, "is_latest_revision": lambda: True, "get_previous": _no_version_before}
    revision.__dict__.update(known)
    page.publish(revision, user=by, log_action=False, skip_permission_checks=True)
    for name in known:
        del revision.__dict__[name]
    renamed = {"title": {"old": title_before, "new": page.title}} if page.title != title_before else {}
    if renamed:
        _tell_history(
            page, by, {"action": "wagtail.rename", "revision": revision, "data": renamed, "content_changed": False}
        )
    _tell_history(page, by, {"action": "wagtail.publish", "revision": revision, "data": renamed})


def _place(page: Any, *, under: Page) -> None:
    page.tells_history = False
    page.locale_id = under.locale_id
    children = dict(getattr(page, "_cluster_related_objects", {}))
    under.add_child(instance=page)
    del page.tells_history
    # Its tags and the like are saved now; as long as the page is in hand they are known.
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(page)]
    relations += [field.name for field in get_all_child_m2m_relations(page)]
    page._cluster_related_objects = {name: children.get(name, []) for name in relations}


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


def _no_version_before() -> Revision:
    raise Revision.DoesNotExist


def _tell_history(page: Any, by: "User | None", *entries: dict[str, Any]) -> None:
    """Write what Wagtail's ``log`` would, without asking first whether the page, the version and the person exist."""
    context = get_active_log_context()
    of_all = {
        "page_id": page.pk,
        "content_type": page.content_type,
        "label": page.get_admin_display_title(),
        "user": by or context.user,
        "uuid": context.uuid,
        "content_changed": True,
    }
    PageLogEntry.objects.bulk_create(PageLogEntry(timestamp=timezone.now(), **{**of_all, **entry}) for entry in entries)
