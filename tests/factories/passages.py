"""Passages for tests: ``make_passage()`` is contested in an article of its own."""

from typing import Any

from intranet.accounts.models import User
from intranet.core.richtext import to_text
from knowledge.models import ArticlePage
from knowledge.passages.actions import find, open_passage
from knowledge.passages.anchoring import Quote
from knowledge.passages.models import Passage
from tests.factories.knowledge import make_article
from tests.factories.people import make_user


def make_passage(
    article: ArticlePage | None = None, *, by: User | None = None, words: str = "", **said: Any
) -> Passage:
    """Challenge ``words`` of the article; without them, its first line."""
    article = article or make_article()
    words = words or to_text(article.body).split("\n")[0]
    told = {"stance": "contests", "words": "We do not know it."} | said
    return open_passage(article, by=by or make_user(), found=find(article, Quote(words)), **told)
