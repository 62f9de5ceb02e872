"""What Wagtail tells by signals, translated at once: one path for what happens on the site and in the Wagtail admin.

The verbs of an article call Wagtail's own publish, unpublish and move; so does the admin. Wagtail then says so, and
here its consequences follow and the activity is recorded, once, by whoever acts (Wagtail's log context; the verbs set it).
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move, pre_page_move

from intranet.contributions.models import UploadUse
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry
from intranet.notifications.models import Follow
from knowledge.actions import acting, follow_audience, spread_audience
from knowledge.models import ArticlePage, KnowledgeIndex, NeedsReview, SpacePage
from knowledge.models.placing import shared_audience
from knowledge.models.versions import is_major_publication
from knowledge.policies import can_bring_published


def connect() -> None:
    page_published.connect(article_published, sender=ArticlePage, dispatch_uid="knowledge.published")
    page_unpublished.connect(article_unpublished, sender=ArticlePage, dispatch_uid="knowledge.unpublished")
    pre_page_move.connect(refuse_move, dispatch_uid="knowledge.pre_move")
    post_page_move.connect(page_moved, dispatch_uid="knowledge.moved")
    post_delete.connect(article_deleted, sender=ArticlePage, dispatch_uid="knowledge.deleted")
    for model in (KnowledgeIndex, SpacePage, ArticlePage):
        post_save.connect(index_title, sender=model, dispatch_uid="knowledge.titled")
        post_delete.connect(post_delete_signal_handler, sender=model, dispatch_uid="knowledge.untitled")


def index_title(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    """Have the admin's own search, which knows titles alone, look at a page that may have another title now."""
    if update_fields is None or "title" in update_fields:
        post_save_signal_handler(instance, **kwargs)


@transaction.atomic
def article_published(instance: ArticlePage, revision: Revision, **kwargs: Any) -> None:
    by = acting() or revision.user
    first = instance.first_published_at == instance.last_published_at
    if not first:
        instance.edited_at = instance.last_published_at
        ArticlePage.objects.filter(pk=instance.pk).update(edited_at=instance.edited_at)
    instance.follow_readers()
    if by is not None:
        Follow.objects.follow(by, instance, automatic=True)
    told = {
        "revision": revision.pk,
        "title": instance.title,
        "major": not first and is_major_publication(instance, revision.pk),
    }
    record("article.published" if first else "article.updated", by=by, target=instance, **told)


@transaction.atomic
def article_unpublished(instance: ArticlePage, **kwargs: Any) -> None:
    instance.follow_readers()
    record("article.unpublished", by=acting(), target=instance)


def refuse_move(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Stop a move that would leave a space without a reader, or show what a space wants reviewed first.

    The screens check it first and say it better.
    """
    space = instance.specific
    if isinstance(space, ArticlePage):
        by, into = acting(), SpacePage.objects.filter(pk=parent_page_after.pk).first()
        if by is not None and into is not None and not can_bring_published(by, space, into):
            raise NeedsReview
    if isinstance(space, SpacePage):
        try:
            around = SpacePage.objects.filter(pk=parent_page_after.pk).first()
            space.audiences_below(shared_audience(space.own_audience, around.audience if around else None))
        except ValidationError as error:
            raise PermissionDenied(" ".join(error.messages)) from error


@transaction.atomic
def page_moved(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    if parent_page_before.pk == parent_page_after.pk:
        return
    page = instance.specific
    told = {"from": parent_page_before.pk, "to": parent_page_after.pk}
    if isinstance(page, ArticlePage):
        audience = SpacePage.objects.get(pk=parent_page_after.pk).audience
        record("article.moved", by=acting(), target=page, **told)
        if audience != page.audience:
            follow_audience([page], audience)
    elif isinstance(page, SpacePage):
        around = SpacePage.objects.filter(pk=parent_page_after.pk).first()
        page.audience = shared_audience(page.own_audience, around.audience if around else None)
        record("space.moved", by=acting(), target=page, **told)
        spread_audience(page)


@transaction.atomic
def article_deleted(instance: ArticlePage, **kwargs: Any) -> None:
    """The admin deleted an article: its thread and files are no longer for anyone, and the index hears of it."""
    instance.discussion.follow_subject(audience=instance.audience, published=False)
    UploadUse.objects.sync(instance, keys=set(), audience=instance.audience)
    registry.ask("article.gone", instance)
    record("article.deleted", by=acting(), target=instance, title=instance.title)
