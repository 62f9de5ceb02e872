"""Who may do what in the knowledge base. Reading follows the audience; these say who may change what they read."""

from typing import TYPE_CHECKING, Union

from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User
    from knowledge.models import ArticlePage, SpacePage

Person = Union["User", "AnonymousUser"]


def can_manage_knowledge(user: Person) -> bool:
    """Make and change spaces, and work on everybody's drafts."""
    return user.is_authenticated and user.has_perm("knowledge.manage_knowledge")


def can_steward(user: Person, page: "SpacePage | ArticlePage") -> bool:
    """Look after a space or an article: the stewards of the spaces around it, and who manages the knowledge base. One query."""
    from knowledge.models import SpacePage

    if not user.is_authenticated or not user.belongs_to(page.audience_id):
        return False
    return can_manage_knowledge(user) or SpacePage.objects.around(page).filter(stewards=user.pk).exists()


def can_publish(user: Person, article: "ArticlePage", *, until: int | None = None) -> bool:
    """Show the version ``until`` (the latest) to the readers.

    In an open space whoever edits may. Where publishing is reviewed: who looks after the space, and wrote nothing of
    what readers would see for the first time. Nobody reviews their own words, whatever their role. Up to three queries.
    """
    from knowledge.models.versions import writers_since_published

    if not user.is_authenticated:
        return False
    if not article.wants_review:
        return can_edit(user, article)
    return can_steward(user, article) and user.pk not in writers_since_published(article, until=until)


def can_bring_published(user: Person, article: "ArticlePage", space: "SpacePage") -> bool:
    """Move ``article`` into ``space`` as it is: where publishing is reviewed, that publishes it too."""
    if not article.live or not space.wants_review or article.parent_path == space.path:
        return True
    saved_by = article.live_revision.user_id if article.live_revision else None
    return can_steward(user, space) and user.pk not in (article.author_id, saved_by)


def can_write_in(user: Person, space: "SpacePage") -> bool:
    """Create articles in ``space``: whoever may see it."""
    return user.is_authenticated and space.live and user.belongs_to(space.audience_id)


def can_read(user: Person, article: "ArticlePage") -> bool:
    """Open ``article`` at its address. A hidden one opens too: the page says that it was hidden, and why."""
    if not user.is_authenticated or not user.belongs_to(article.audience_id):
        return False
    return article.live or article.is_by(user) or can_manage_knowledge(user)


def can_read_text(user: Person, article: "ArticlePage") -> bool:
    """Read the text of ``article``: a hidden one shows it to its author and to those who manage the knowledge base."""
    if not can_read(user, article):
        return False
    return not article.is_hidden or article.is_by(user) or can_manage_knowledge(user)


def can_edit(user: Person, article: "ArticlePage") -> bool:
    """Edit ``article``: whoever may read its text."""
    return can_read_text(user, article)


def can_unpublish(user: Person, article: "ArticlePage") -> bool:
    """Take ``article`` back to a draft: its author, and those who manage the knowledge base."""
    return can_edit(user, article) and (article.is_by(user) or can_manage_knowledge(user))


def can_place(user: Person, article: "ArticlePage") -> bool:
    """Move ``article`` to another space or change its address: it may change who can read it, so not for everyone.

    Its author, who manages the knowledge base, and whoever answers for it (``article.answers_for``: a few queries).
    """
    if can_unpublish(user, article):
        return True
    return can_edit(user, article) and any(registry.ask("article.answers_for", user, article))


def knowledge_managers() -> "list[User]":
    """Return who manages the knowledge base. Administrators by right only (superusers) are not disturbed."""
    from intranet.accounts.models import User

    backend = "intranet.accounts.backends.ParvisBackend"
    managers = User.objects.with_perm("knowledge.manage_knowledge", backend=backend, include_superusers=False)
    return list(managers.filter(is_active=True).order_by("pk"))
