"""What the page of an article shows of its translation, and which of two a list shows. Read with the article (``article.select``)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.accounts.reader import Reader
from intranet.core.compiled import Compiled, filled_up
from intranet.search.twins import Twin
from knowledge.models import ArticlePage, SpacePage
from knowledge.parts import ArticlePart
from knowledge.policies import can_edit
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


def carded() -> dict[str, Any]:
    """Answer ``article.carded``: the language that an article of a list is written in too, "" when it is not.

    Only where whoever sees the article sees its translation: published, not hidden, for everyone or for the same people.
    """
    same = Q(other__audience=None) | Q(other__audience=F("article__audience"))
    shown = Pairing.objects.filter(same, article=OuterRef("pk"), other__live=True, other__is_hidden=False)
    return {
        "also_in": Coalesce(Subquery(shown.filter(other__archived_at=None).values("other__language")[:1]), Value(""))
    }


def twins(user: "User", kind: str, ids: list[int]) -> dict[int, Twin]:
    """Answer ``search.twins``: the translations of these articles that ``user`` may see; one query."""
    if kind != "article":
        return {}
    sides = _sides(Reader.of(user), filled_up(ids)) if ids else []
    return {side.article_id: _twin(side.other) for side in sides}


def _sides_of(reader: Any, ids: tuple[int, ...]) -> "QuerySet[Pairing]":
    seen = ArticlePage.objects.visible_to(reader).current()
    fields = ("article", *(f"other__{name}" for name in ("language", "url_path", "path", "depth", "content_type")))
    return Pairing.objects.filter(article__in=ids, other__in=seen).select_related("other").only(*fields)


_sides = Compiled(_sides_of)


def _twin(other: ArticlePage) -> Twin:
    label = _("Also in French") if other.language == "fr" else _("Also in English")
    return Twin("article", other.pk, other.language, other.get_absolute_url(), label)
