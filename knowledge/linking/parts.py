"""What the page of an article shows of links: which articles cite it, and which pages it asked for are written by now."""

import re
from collections.abc import Iterable
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.contributions.uploads import MAX_FILE_BYTES
from knowledge.linking import policies
from knowledge.linking.models import Attachment, Citation, Reading
from knowledge.linking.parsing import WANTED_PATH
from knowledge.linking.reading import NAMED
from knowledge.models import ArticlePage, SpacePage
from knowledge.models.placing import address
from knowledge.parts import ArticlePart, EditorPart
from knowledge.text import fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User

SHOWN = 5
_WANTED = re.compile(rf'href="{re.escape(WANTED_PATH)}\?title=([^"&]*)')
MOST_WANTED = 50


def citing_articles(user: Any, pk: int) -> "QuerySet[ArticlePage]":
    """Return the articles that link to article ``pk`` and that ``user`` may see, by title."""
    cited = Citation.objects.filter(kind="article", target_id=pk, state="found").exclude(article=pk)
    seen = ArticlePage.objects.visible_to(user).current().filter(pk__in=cited.values("article"))
    found: QuerySet[ArticlePage] = seen.order_by("title_folded", "pk")
    return found


def selected() -> str:
    """Answer ``article.select``: the row that is read along with the article."""
    return "links_reading"


def _row(article: ArticlePage) -> Reading | None:
    return getattr(article, "links_reading", None)


def near(article: ArticlePage) -> list[int]:
    """Answer ``article.near``: the articles that cite this one, to be read along with the related ones."""
    row = _row(article)
    return row.cited_by if row is not None else []


def cited_by(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: the first few articles that cite this one; no query."""
    cited = near(article)
    found = [article.near[pk] for pk in cited if pk in article.near]
    if found:
        context = {"articles": found[:SHOWN], "has_more": len(found) > SHOWN or len(cited) >= NAMED}
        yield "aside", ArticlePart("knowledge/linking/_cited_by.html", context, 30)


def written_since(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: where its links to pages to be written lead, if they are by now. No query without any.

    One that had this title leads there too, when none has it.
    """
    asked = {fold(unquote_plus(unescape(title)))[:600]: title for title in _WANTED.findall(article.body)[:MOST_WANTED]}
    if not asked:
        return
    seen = ArticlePage.objects.visible_to(user).order_by()
    have = seen.filter(title_folded__in=asked).values_list("title_folded", "pk", "url_path", Value(1))
    had = seen.filter(former_titles__folded__in=asked).values_list("former_titles__folded", "pk", "url_path", Value(0))
    found = sorted(have.union(had), key=lambda row: (row[3], -row[1]))
    written = {folded: address(url_path) for folded, _pk, url_path, _has in found}
    links = [(f"{WANTED_PATH}?title={asked[folded]}", url) for folded, url in written.items()]
    yield "foot", ArticlePart("knowledge/linking/_written.html", {"links": links}, 1)


def attached(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: the files beside the text; no query."""
    row = _row(article)
    if row is not None and row.files:
        yield "foot", ArticlePart("knowledge/linking/_files.html", {"files": row.files}, 20)


def files_in_editor(user: "User", article: ArticlePage | None, key: str) -> list[EditorPart]:
    """Answer ``editor.parts``: the files of an article that exists already, under its text."""
    if article is None or not policies.can_attach(user, article):
        return []
    context = {"files": list(Attachment.objects.of(article)), "most": MAX_FILE_BYTES}
    return [EditorPart("knowledge/linking/_editor_files.html", context, order=200, below=True)]


def care_tab(space: SpacePage, user: "User") -> list[dict[str, str]]:
    """Answer ``space.tabs``: the ways to what is to mend and to what is looked for in vain, for who looks after the space."""
    if not policies.can_care_in(user, space):
        return []
    return [
        {"url": reverse("knowledge:linking:care"), "label": _("Care of the knowledge base"), "icon": "link"},
        {"url": reverse("measuring:gaps"), "label": _("Looked for in vain"), "icon": "search"},
    ]
