"""What a PDF says, in order: parts (spaces), chapters (articles), with links that lead within it where they can."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.db.models import Sum

from knowledge.exporting.archive import articles_of
from knowledge.models import ArticlePage, SpacePage

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.accounts.models import User

# Words that one file may hold: about 800 pages, some minutes of one core.
MOST_WORDS = 250_000
# An article longer than this gets a title page and contents of its own.
WITH_TITLE_PAGE = 1_500
_REF = re.compile(r"article:(\d{1,18})")


@dataclass
class Chapter:
    """One article, or the page that announces a space inside (``is_part``, without a text)."""

    anchor: str
    title: str
    level: int
    language: str = ""
    summary: str = ""
    article: ArticlePage | None = None
    author: str = ""
    updated: "datetime | None" = None
    headings: list[dict[str, str | int]] = field(default_factory=list)
    is_part: bool = False


@dataclass
class Book:
    title: str
    language: str
    description: str = ""
    chapters: list[Chapter] = field(default_factory=list)
    has_title_page: bool = True
    url: str = ""
    within: "_Within | None" = None

    @property
    def is_one_article(self) -> bool:
        return len(self.chapters) == 1


def words_of(place: SpacePage | ArticlePage, user: "User | None") -> int:
    """Return how many words a PDF of ``place`` would hold; one query for a space."""
    if isinstance(place, ArticlePage):
        return place.word_count
    return articles_of(place, user).aggregate(words=Sum("word_count"))["words"] or 0


def book_of(place: SpacePage | ArticlePage, user: "User | None") -> Book:
    """Return what a PDF of ``place`` says to ``user``: one article, or all of a space with those inside."""
    if isinstance(place, ArticlePage):
        book = Book(place.title, place.language, place.summary, has_title_page=place.word_count > WITH_TITLE_PAGE)
        articles = [place]
    else:
        book = Book(place.title, place.language, place.description)
        articles = list(articles_of(place, user).select_related("author").order_by("path"))
    book.url = absolute(place.get_absolute_url())
    book.within = _Within(articles)
    book.chapters = list(_chapters(place, articles, user))
    return book


def _chapters(place: SpacePage | ArticlePage, articles: list[ArticlePage], user: "User | None") -> Iterable[Chapter]:
    if isinstance(place, ArticlePage):
        yield _chapter(place, 1)
        return
    by_space: dict[str, list[ArticlePage]] = {}
    for article in articles:
        by_space.setdefault(article.parent_path, []).append(article)
    rows = SpacePage.objects.filter(live=True) if user is None else SpacePage.objects.visible_to(user)
    for space in rows.filter(path__startswith=place.path).order_by("path"):
        level = 1 + space.depth - place.depth
        if space.pk != place.pk and any(path.startswith(space.path) for path in by_space):
            yield Chapter(f"p{space.pk}", space.title, level - 1, space.language, space.description, is_part=True)
        mine = by_space.get(space.path, [])
        if space.article_order == SpacePage.Order.TITLE:
            mine.sort(key=lambda article: article.title_folded)
        for article in mine:
            yield _chapter(article, level)


def _chapter(article: ArticlePage, level: int) -> Chapter:
    return Chapter(
        anchor=f"a{article.pk}",
        title=article.title,
        level=level,
        language=article.language,
        summary=article.summary,
        article=article,
        author=str(article.author) if article.author else "",
        updated=article.last_published_at,
        headings=[{**heading, "id": f"a{article.pk}-{heading['id']}"} for heading in article.headings],
    )


class _Within:
    """The articles of one book, and how their texts point at one another."""

    def __init__(self, articles: list[ArticlePage]) -> None:
        self._by_url = {article.get_absolute_url(): article.pk for article in articles}
        self._anchors = {article.pk: {heading["id"] for heading in article.headings} for article in articles}

    def joined(self, html: str) -> str:
        """Return the whole document with each text's anchors made its own, and links within it leading there."""
        soup = BeautifulSoup(html, "html.parser")
        for text in soup.find_all("div", attrs={"data-article": True}):
            self._join(text, int(str(text["data-article"])))
        return str(soup)

    def _join(self, text: Tag, article: int) -> None:
        for heading in text.find_all(["h2", "h3", "h4"]):
            if heading.get("id"):
                heading["id"] = f"a{article}-{heading['id']}"
        for anchor in text.find_all("a", href=True):
            anchor["href"] = self._leads(anchor, article)
        for picture in text.find_all("img"):
            if str(picture.get("width") or "").isdecimal():
                picture["style"] = f"width: {picture['width']}px"

    def _leads(self, anchor: Tag, here: int) -> str:
        href = str(anchor["href"])
        address, _hash, fragment = href.partition("#")
        ref = _REF.fullmatch(str(anchor.get("data-ref") or ""))
        target = int(ref[1]) if ref else self._by_url.get(address)
        if not address:
            target = here
        if target in self._anchors:
            return f"#a{target}-{fragment}" if fragment in self._anchors[target] else f"#a{target}"
        return absolute(href)


def absolute(href: str) -> str:
    """Return ``href`` as somebody who reads on paper, or on another machine, can use it."""
    return settings.PARVIS_BASE_URL.rstrip("/") + href if href.startswith("/") else href
