"""The text of an article as it is shown: what is stored, and what other parts put into it (marks, words explained).

A part answers the service ``article.text``: ``fn(article, user) -> Dress or None``, without a query of its own. What comes
out is frozen in memory under the keys of all of them, so ``put_on`` runs once for each text, readership and language.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from intranet.contributions.registry import registry
from intranet.core.richtext import CleanHTML, with_pictures
from knowledge.models import ArticlePage

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass(frozen=True)
class Dress:
    """What one part does to the shown text.

    ``key`` holds all that it depends on besides the text and the language of the interface. ``put_on`` takes safe HTML
    and returns safe HTML with the same characters of text in the same order: it only adds elements around them.
    """

    key: Hashable
    put_on: Callable[[str], str]
    order: int = 100


class ShownText:
    """The text of ``article``: ``key`` says at no cost what it depends on, ``html`` makes it."""

    def __init__(self, article: ArticlePage, dresses: tuple[Dress, ...] = ()) -> None:
        self.body, self.dresses = article.body, dresses
        self.key = (article.pk, hash(article.body), *(dress.key for dress in dresses))

    @cached_property
    def html(self) -> SafeString:
        if not isinstance(self.body, CleanHTML):
            return conditional_escape(self.body or "")
        html: str = with_pictures(self.body)
        for dress in self.dresses:
            html = dress.put_on(html)
        return mark_safe(html)  # noqa: S308 (clean by its type; what was put around it was escaped by who put it)


def shown_text(article: ArticlePage, user: "User") -> ShownText:
    """Return the text of ``article`` for ``user``, who may read it."""
    answers = (answer for answer in registry.ask("article.text", article, user) if answer is not None)
    return ShownText(article, tuple(sorted(answers, key=lambda dress: dress.order)))
