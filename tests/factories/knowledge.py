"""Spaces and articles for tests. ``make_article()`` gives a published article in an open space."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale, Page, Site

from intranet.accounts.models import Department, User
from intranet.home.models import HomePage
from knowledge.models import ArticlePage, KnowledgeIndex, SpacePage
from tests.factories.people import make_user

TEXT = "<h2>First part</h2><p>What we know of it.</p><h2>Second part</h2><p>And the rest.</p>"


def knowledge_index() -> KnowledgeIndex:
    """Return the root of the knowledge base; planted anew where a test emptied the database."""
    index = KnowledgeIndex.objects.first()
    if index is not None:
        return index
    locale, _created = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    home = root.add_child(instance=HomePage(title="Parvis", slug="home", locale=locale))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    return home.add_child(instance=KnowledgeIndex(title="Knowledge", slug="knowledge", locale=locale))


def make_space(
    title: str = "Handbook", *, parent: SpacePage | None = None, departments: Iterable[Department] = (), **fields: Any
) -> SpacePage:
    return (parent or knowledge_index()).add_space(by=None, title=title, departments=departments, **fields)


def make_article(
    title: str = "An article",
    *,
    space: SpacePage | None = None,
    by: User | None = None,
    body: str = TEXT,
    publish: bool = True,
    **fields: Any,
) -> ArticlePage:
    space = space or SpacePage.objects.filter(departments=None).first() or make_space()
    fields.setdefault("language", "en")
    return space.add_article(by=by or make_user(), title=title, body=body, publish=publish, **fields)
