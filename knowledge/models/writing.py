"""What people do to an article: write, revise, publish, take back, restore, rename, move. Each is a version or an event."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision

from intranet.contributions.models import Upload
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry
from intranet.core.compiled import Compiled
from intranet.core.richtext import upload_keys
from intranet.discussions.models import Discussion
from knowledge.models.making import add_page, add_shown_page, save_version, show_version
from knowledge.models.placing import free_slug, hold_place, space_at
from knowledge.models.versions import VersionNote

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.accounts.models import User
    from knowledge.models.articles import ArticlePage
    from knowledge.models.spaces import SpacePage


class StaleEdit(Exception):
    """Somebody saved the article since the version that an edit began from. Nothing was written."""

    def __init__(self, current_revision: Revision) -> None:
        super().__init__(f"revision {current_revision.pk} is newer")
        self.current_revision = current_revision


class Writing(models.Model):
    if TYPE_CHECKING:  # what the page has that it is mixed into
        title: str
        live: bool
        has_unpublished_changes: bool
        objects: ClassVar[Any]
        get_latest_revision_as_object: Any
        get_parent: Any
        set_url_path: Any

    class Meta:
        abstract = True

    def hold(self) -> "ArticlePage":
        """Return this article as it is now, its row locked until the end of the transaction.

        Two people who save at once pass here one after the other; the second sees the first one's revision.
        """
        held = _held.first(self.pk)
        if held is None:
            raise type(self).DoesNotExist
        return held

    def working_version(self) -> "ArticlePage":
        """Return the article as its latest version has it: the published one, or the changes not published yet."""
        return self.get_latest_revision_as_object()

    @transaction.atomic
    def revise(
        self,
        *,
        by: "User | None",
        base_revision: int | None,
        publish: bool = False,
        tags: Iterable[str] | None = None,
        word: str = "",
        is_major: bool = False,
        credits: "Iterable[User]" = (),
        is_acceptance: bool = False,
        **changes: Any,
    ) -> Revision:
        """Save a new version: ``changes`` among title, body, summary, language; ``tags`` when given replaces them all.

        ``publish`` shows it to the readers or, where somebody else reviews first, sends it for review (see ``is_shown``).

        ``base_revision`` is the id of the version that the edit began from. When it is no longer the latest,
        ``StaleEdit`` is raised under the row's lock and nothing is written. ``None`` skips the check: only for what
        does not come from a person's form. ``word``, ``is_major``, ``credits``, ``is_acceptance``: see
        ``VersionNote``.
        """
        article = self.hold()
        if base_revision is not None and base_revision != article.latest_revision_id:
            raise StaleEdit(article.latest_revision)
        with LogContext(user=by):
            title_before = article.title
            version = article.working_version()
            if "body" in changes:
                changes["body"] = without_foreign_files(changes["body"], before=version.body, by=by)
            for name, value in changes.items():
                if name not in {"title", "body", "summary", "language"}:
                    raise TypeError(f"not a part of an article's text: {name}")
                setattr(version, name, value)
            if tags is not None:
                version.tags.set(list(tags))
            if article.first_published_at is None and "title" in changes and article.title != changes["title"]:
                version._readdress()
            revision = save_version(version, by=by)
            VersionNote.objects.write(
                revision, word=word, is_major=is_major, credits=credits, is_acceptance=is_acceptance
            )
            if publish and _may_show(article, revision.pk, by=by):
                show_version(version, revision, by=by, title_before=title_before)
            else:
                if article.live:
                    type(article).objects.get(pk=article.pk).follow_readers()
                else:
                    version.save()
                record("article.revised", by=by, target=self, revision=revision.pk)
                if publish:
                    self._send_for_review(by=by)
        self._reload()
        return revision

    def _send_for_review(self, *, by: "User | None") -> None:
        """Have somebody else look at the latest version (service ``article.send_for_review``)."""
        registry.ask("article.send_for_review", type(self).objects.get(pk=self.pk), by)

    @property
    def is_shown(self) -> bool:
        """Say that readers see the latest version."""
        return self.live and not self.has_unpublished_changes

    def _readdress(self) -> None:
        """Follow the title while nobody can have a link to the article yet."""
        self.slug = ""
        parent = self.get_parent()
        self.slug = free_slug(self.title, parent=parent, but=self.pk)
        Page.objects.filter(pk=self.pk).update(slug=self.slug, url_path=self.set_url_path(parent))

    @transaction.atomic
    def publish_latest(self, *, by: "User | None", base_revision: int | None = None) -> None:
        """Show the latest version to the readers, or send it for review. ``base_revision``, when given, must be that version (``StaleEdit``)."""
        article = self.hold()
        if base_revision is not None and base_revision != article.latest_revision_id:
            raise StaleEdit(article.latest_revision)
        with LogContext(user=by):
            if _may_show(article, article.latest_revision.pk, by=by):
                article.latest_revision.publish(user=by, skip_permission_checks=True)
            else:
                self._send_for_review(by=by)
        self._reload()

    @transaction.atomic
    def take_back(self, *, by: "User | None") -> None:
        """Make it a draft again: it leaves every list, search and thread until it is published anew."""
        article = self.hold()
        if article.live:
            with LogContext(user=by):
                article.unpublish()
        self._reload()

    @transaction.atomic
    def restore(self, revision: Revision, *, by: "User | None", base_revision: int | None = None) -> Revision:
        """Make the text of an old ``revision`` the newest version; published (or sent for review) at once if the article is."""
        old = revision.as_object()
        restored = self.revise(
            by=by,
            base_revision=base_revision,
            publish=self.live,
            tags=[tag.name for tag in old.tags.all()],
            title=old.title,
            body=old.body,
            summary=old.summary,
            language=old.language,
        )
        record("article.restored", by=by, target=self, revision=restored.pk, restored_from=revision.pk)
        return restored

    @transaction.atomic
    def rename(self, *, by: "User | None", slug: str) -> None:
        """Change the address; the old one leads here (Wagtail's redirects), for those who may see the article."""
        article = self.hold()
        with LogContext(user=by):
            article.slug = slug
            article.save(log_action="wagtail.edit")
            record("article.renamed", by=by, target=self, slug=slug)
        self._reload()

    @transaction.atomic
    def move_to(self, space: "SpacePage", *, by: "User | None") -> None:
        """Put it into ``space``: its readers, thread and files become that space's; the old address leads here."""
        article = self.hold()
        if article.parent_path != space.path:
            with LogContext(user=by):
                parent = hold_place(space)
                slug = free_slug(article.title, parent=parent, but=article.pk, wish=article.slug)
                if slug != article.slug:
                    Page.objects.filter(pk=article.pk).update(slug=slug)
                type(article).objects.get(pk=article.pk).move(parent, pos="last-child")
        self._reload()

    def _reload(self) -> None:
        self.refresh_from_db()
        self.__dict__.pop("_cluster_related_objects", None)
        self.__dict__.pop("_space", None)


def _may_show(article: "ArticlePage", revision: int, *, by: "User | None") -> bool:
    """Say whether publishing ``revision`` of ``article``, as ``hold`` returned it, needs nobody else."""
    from knowledge.policies import can_publish

    return by is None or not article.wants_review or can_publish(by, article, until=revision)


def _by_id(pk: int) -> Any:
    from knowledge.models.articles import ArticlePage

    return ArticlePage.objects.filter(pk=pk)


_article = Compiled(_by_id)
_held = Compiled(lambda pk: _by_id(pk).select_for_update(of=("self", "page_ptr")))


def without_foreign_files(body: str, *, before: str, by: "User | None") -> str:
    """Return ``body`` without the uploads that are new in it and that ``by`` may not read.

    Threat: somebody kept the address of a file of a place they left, and names it in a text of theirs to open it to
    others. What the text showed already stays; ``by=None`` (an import) brings its own files.
    """
    new = upload_keys(body) - upload_keys(before)
    if by is None or not new:
        return body
    mine = Upload.objects.visible_to(by).filter(key__in=new).values_list("key", flat=True)
    for key in new - {str(key) for key in mine}:
        body = re.sub(rf'<img\b[^>]*\bsrc="/media/{re.escape(key)}[^>]*>', "", body)
        body = re.sub(rf'\bhref="/media/{re.escape(key)}[^"]*"', "", body)
    return body


def write_article(
    space: "SpacePage",
    *,
    by: "User | None",
    title: str,
    body: str = "",
    summary: str = "",
    language: str = "",
    tags: Iterable[str] = (),
    publish: bool = False,
    slug: str = "",
    source_key: str | None = None,
    created_at: "datetime | None" = None,
) -> "ArticlePage":
    """Write a new article into ``space``, as a draft or published (sent for review where somebody else reviews first).

    ``by`` is its author (``None``: an import).

    ``slug`` is a wish: another one is chosen when it is taken or reserved. ``created_at`` is for what was written
    elsewhere before.
    """
    from knowledge.models.articles import ArticlePage

    with transaction.atomic(), LogContext(user=by):
        parent = hold_place(space)
        article = ArticlePage(
            title=title,
            slug=free_slug(title, parent=parent, wish=slug),
            body=without_foreign_files(body, before="", by=by),
            summary=summary,
            language=language or space.language,
            author=by,
            owner=by,
            live=False,
            has_unpublished_changes=True,
            source_key=source_key,
            created_at=created_at or timezone.now(),
        )
        if tags := list(tags):
            article.tags.set(tags)
        around = space_at(parent.path)
        if publish and around and (by is None or not around.wants_review):
            article.audience = around.audience
            article.discussion = Discussion.objects.open_for("article", audience=around.audience, published=True)
            add_shown_page(article, under=parent, by=by)
            return _article(article.pk)[0]
        revision = add_page(article, under=parent, by=by)
        record("article.drafted", by=by, target=article, revision=revision.pk)
        if publish:
            article._send_for_review(by=by)
    return article
