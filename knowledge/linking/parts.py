"""What the page of an article shows of links: which articles cite it, and which pages it asked for are written by now."""

import re
from collections.abc import Iterable
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.accounts.reader import Reader
from intranet.contributions.uploads import MAX_FILE_BYTES
from intranet.core.compiled import Compiled
from knowledge.linking import policies
from knowledge.linking.models import Attachment, Citation
from knowledge.linking.parsing import WANTED_PATH
from knowledge.models import ArticlePage, SpacePage
from knowledge.presenting import ArticlePart, EditorPart
from knowledge.text import fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User

SHOWN = 5
_FIELDS = ("title", "url_path", "path", "depth", "numchild", "content_type")
_WANTED = re.compile(rf'href="{re.escape(WANTED_PATH)}\?title=([^"&]*)')
MOST_WANTED = 50


def citing_articles(user: Any, pk: int) -> "QuerySet[ArticlePage]":
    """Return the articles that link to article ``pk`` and that ``user`` may see, by title."""
    cited = Citation.objects.filter(kind="article", target_id=pk, state="found").exclude(article=pk)
    seen = ArticlePage.objects.visible_to(user).current().filter(pk__in=cited.values("article"))
    found: QuerySet[ArticlePage] = seen.order_by("title_folded", "pk")
    return found


_citing = Compiled(
    lambda reader, pk: citing_articles(reader, pk).only(*_FIELDS).with_space_title()[: SHOWN + 1]  # type: ignore[attr-defined]  # see ArticleManager
)


_files = Compiled(
    lambda article: (
        Attachment.objects.filter(article=article).select_related("upload").defer("text").order_by("upload__name", "pk")
    )
)


def cited_by(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: the first few articles that cite this one; one query."""
    if not article.live:
        return
    found = _citing(Reader.of(user), article.pk)
    if found:
        context = {"articles": found[:SHOWN], "has_more": len(found) > SHOWN}
        yield "aside", ArticlePart("knowledge/linking/_cited_by.html", context, 30)


def written_since(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: where its links to pages to be written lead, if they are by now. No query without any."""
    asked = {fold(unquote_plus(unescape(title)))[:600]: title for title in _WANTED.findall(article.body)[:MOST_WANTED]}
    if not asked:
        return
    found = ArticlePage.objects.visible_to(user).filter(title_folded__in=asked).order_by("-pk")
    written = {page.title_folded: page for page in found.only(*_FIELDS, "title_folded")}
    links = [(f"{WANTED_PATH}?title={asked[folded]}", page.get_absolute_url()) for folded, page in written.items()]
    yield "foot", ArticlePart("knowledge/linking/_written.html", {"links": links}, 1)


def attached(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: the files beside the text; one query."""
    files = _files(article.pk)
    if files:
        yield "foot", ArticlePart("knowledge/linking/_files.html", {"files": files}, 20)


def files_in_editor(user: "User", article: ArticlePage | None, key: str) -> list[EditorPart]:
    """Answer ``editor.parts``: the files of an article that exists already, under its text."""
    if article is None:
        return []
    context = {"files": list(Attachment.objects.of(article)), "most": MAX_FILE_BYTES}
    return [EditorPart("knowledge/linking/_editor_files.html", context, order=200, below=True)]


def care_tab(space: SpacePage, user: "User") -> list[dict[str, str]]:
    """Answer ``space.tabs``: the way to the page that says what is to mend, for who looks after the space."""
    if not policies.can_care_in(user, space):
        return []
    return [{"url": reverse("knowledge:linking:care"), "label": _("Care of the knowledge base"), "icon": "link"}]
