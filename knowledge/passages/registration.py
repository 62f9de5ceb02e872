"""How the rest of the site meets passages: the kind, who is told, what an article shows of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import Activity
from intranet.contributions.registry import Kind, registry
from intranet.notifications.models import Follow, Reason
from intranet.notifications.rules import notify
from knowledge.dressing import Dress
from knowledge.models import ArticlePage
from knowledge.parts import ArticlePart
from knowledge.passages import actions, settling
from knowledge.passages.marking import marked
from knowledge.passages.models import Passage

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "passage.opened": _("asked about a passage, or contests it"),
    "passage.resolved": _("settled what was said of a passage"),
    "passage.reopened": _("took a passage up again"),
    "passage.gone": _("is not in the article any more"),
}

PASSAGE = Kind(
    model=Passage,
    name="passage",
    label=_("Passage"),
    label_plural=_("Passages"),
    icon="quote",
    card="knowledge/passages/_card.html",
    discussion="discussion",
    moderated=True,
    select=("author__department", "article"),
    order=18,
)


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(PASSAGE)
    registry.handle("article.published", text_was_published)
    registry.handle("article.updated", text_was_published)
    registry.handle("suggestion.accepted", settling.settle_with_proposal)
    registry.provide("article.readdressed", actions.follow_articles)
    registry.provide("article.gone", actions.close_threads)
    registry.provide("article.text", in_text)
    registry.provide("article.parts", in_article)
    notify("passage.opened", to=who_answers)
    notify("passage.resolved", to=around)
    notify("passage.reopened", to=around)
    notify("passage.gone", to=around)


def text_was_published(activity: Activity) -> None:
    article = ArticlePage.objects.filter(pk=activity.target_id, live=True).first()
    if article is not None:
        actions.follow_text(article)


def in_text(article: ArticlePage, user: "User") -> Dress | None:
    """Answer ``article.text``: the open passages marked. They are kept in the article's row: no query."""
    if not article.margin or not article.live or article.is_hidden:
        return None
    key = ("passages", *(tuple(kept.values()) for kept in article.margin))
    return Dress(key, lambda html: marked(html, article.margin), 50)


def in_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: the list of open passages, and the way to ask. No query."""
    if not article.live or article.is_hidden:
        return
    context = {"open": article.margin, "can_ask": not article.archived_at}
    yield "menu", ArticlePart("knowledge/passages/_menu.html", context, 40)
    yield "foot", ArticlePart("knowledge/passages/_foot.html", context, 60)


def who_answers(activity: Activity) -> dict[int, str]:
    passage = activity.target
    if not isinstance(passage, Passage) or passage.is_hidden:
        return {}
    told: dict[int, str] = dict.fromkeys(Follow.objects.follower_ids(passage), Reason.FOLLOW)
    return told | dict.fromkeys(actions.in_charge_of(passage.article), Reason.OWNER)


def around(activity: Activity) -> dict[int, str]:
    """Its followers, and who opened it."""
    passage = activity.target
    if not isinstance(passage, Passage):
        return {}
    told: dict[int, str] = dict.fromkeys(Follow.objects.follower_ids(passage), Reason.FOLLOW)
    if passage.author_id:
        told[passage.author_id] = Reason.AUTHOR
    return told
