"""What the page of an article shows of its review. No query unless something is not published yet."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge.models import ArticlePage
from knowledge.parts import ArticlePart
from knowledge.policies import can_edit
from knowledge.reviewing.models import Review

if TYPE_CHECKING:
    from intranet.accounts.models import User


def of_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: under way, or given back with what should change."""
    if article.is_shown or not can_edit(user, article):
        return
    review = Review.objects.of(article)
    if review is not None:
        yield "head", ArticlePart("knowledge/reviewing/_state.html", {"review": review}, 5)
