"""What the page of an article shows of suggestions; no query."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge.models import ArticlePage
from knowledge.presenting import ArticlePart
from knowledge.suggestions import policies

if TYPE_CHECKING:
    from intranet.accounts.models import User


def of_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: the way to suggest an edit, and to what others suggested."""
    if policies.can_suggest(user, article):
        yield "menu", ArticlePart("knowledge/suggestions/_menu.html", {}, 20)
