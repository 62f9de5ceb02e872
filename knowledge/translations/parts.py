"""What the page of an article shows of its translation, and which of two a list shows. Read with the article (``article.select``)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from knowledge.models import ArticlePage, SpacePage
from knowledge.policies import can_edit
from knowledge.presenting import ArticlePart
from knowledge.translations import policies
from knowledge.translations.models import Pairing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User


def of_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: a line that leads to the other language, and whether this one is out of date."""
    side = getattr(article, "pairing", None)
    sees = side is not None and policies.sees_other(user, side)
    edits = can_edit(user, article)
    if side is not None and sees:
        context = {"side": side, "other": side.other, "url": side.other.get_absolute_url(), "can_edit": edits}
        yield "head", ArticlePart("knowledge/translations/_switch.html", context, 20)
    if edits and not article.archived_at:
        context = {"is_paired": sees, "url": reverse("translations:pair", args=[article.pk])}
        yield "menu", ArticlePart("knowledge/translations/_menu.html", context, 30)


def other_language(article: ArticlePage) -> str:
    """Return the language that a translation of ``article`` is written in."""
    return next(code for code, _name in settings.LANGUAGES if code != article.language)


def shown_in_other_language(user: "User", space: SpacePage | None = None) -> "QuerySet[Any]":
    """Answer ``articles.doubled``: the ids of articles whose translation into the language of ``user`` is in the same list.

    ``space``: a list of that space alone; otherwise of all that ``user`` may see.
    """
    preferred = ArticlePage.objects.visible_to(user).current().filter(language=user.language)
    if space is not None:
        preferred = preferred.in_space(space)
    twins = Pairing.objects.filter(other__in=preferred).exclude(article__language=user.language)
    return twins.values("article")
