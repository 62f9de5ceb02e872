"""Passages for tests: ``make_passage()`` is contested in an article of its own."""

from typing import Any

from intranet.accounts.models import User
from knowledge.models import ArticlePage
from knowledge.passages.actions import find, open_passage
from knowledge.passages.anchoring import Quote
from knowledge.passages.models import Passage
from tests.factories.knowledge import make_article
from tests.factories.people import make_user


def make_passage(
    article: ArticlePage | None = None, *, by: User | None = None, words: str = "What we know of it.", **said: Any
) -> Passage:
    article = article or make_article()
    told = {"stance": "contests", "words": "We do not know it."} | said
    return open_passage(article, by=by or make_user(), found=find(article, Quote(words)), **told)
