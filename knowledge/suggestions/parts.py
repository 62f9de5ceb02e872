"""What the page of an article shows of suggestions; no query of its own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from knowledge.models import ArticlePage, SpacePage
from knowledge.parts import ArticlePart
from knowledge.policies import can_manage_knowledge
from knowledge.suggestions import policies
from knowledge.suggestions.models import Suggestion

if TYPE_CHECKING:
    from intranet.accounts.models import User


def annotated(reader: Any) -> dict[str, Any]:
    """Answer ``article.annotated``: how many suggestions of others this reader may answer, and which open one is theirs."""
    waiting = Suggestion.objects.open().filter(article=OuterRef("pk"))
    mine = waiting.filter(author=reader.pk).values("pk")[:1]
    to_answer: QuerySet[Suggestion] = waiting.filter(Q(author=None) | ~Q(author=reader.pk))
    if not can_manage_knowledge(reader):
        asked = Suggestion.asked.through.objects.filter(suggestion=OuterRef("pk"), user=reader.pk)
        to_answer = to_answer.filter(Exists(asked) | SpacePage.objects.stewarding(reader, path="article__path"))
    counted = to_answer.order_by().values("article").annotate(n=Count("pk")).values("n")
    return {"suggestions_to_answer": Coalesce(Subquery(counted), 0), "my_suggestion": Subquery(mine)}


def of_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: what waits for an answer here, the way to suggest an edit and to what others suggested."""
    to_answer, mine = getattr(article, "suggestions_to_answer", 0), getattr(article, "my_suggestion", None)
    if article.live and not article.is_hidden and (to_answer or mine):
        context = {"to_answer": to_answer, "mine": mine}
        yield "head", ArticlePart("knowledge/suggestions/_waiting.html", context, 20)
    if policies.can_suggest(user, article):
        yield "menu", ArticlePart("knowledge/suggestions/_menu.html", {}, 20)
