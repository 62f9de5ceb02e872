"""How the rest of the site deals with articles and spaces: cards, search, moderation, the home page."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import Activity
from intranet.contributions.registry import Document, Kind, registry
from intranet.core.richtext import to_text
from knowledge.models import ArticlePage, SpacePage
from knowledge.policies import can_manage_knowledge

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "article.drafted": _("began an article"),
    "article.revised": _("changed an article, not yet published"),
    "article.published": _("published an article"),
    "article.updated": _("published a new version of an article"),
    "article.unpublished": _("took an article back to draft"),
    "article.restored": _("restored an old version of an article"),
    "article.renamed": _("changed the address of an article"),
    "article.moved": _("moved an article to another space"),
    "article.deleted": _("deleted an article"),
    "space.created": _("made a space"),
    "space.updated": _("changed a space"),
    "space.moved": _("moved a space"),
    "space.audience_changed": _("changed who may see a space"),
}


def _articles() -> "QuerySet[ArticlePage]":
    shown = ArticlePage.objects.filter(live=True, is_hidden=False)
    return shown.select_related("author").prefetch_related("tagged_items__tag")


def _article_document(article: ArticlePage) -> Document | None:
    if not article.live or article.is_hidden:
        return None
    return Document(
        title=article.title,
        body=to_text(article.body),
        headings="\n".join(str(heading["text"]) for heading in article.headings),
        summary=article.summary,
        tags=tuple(item.tag.name for item in article.tagged_items.all()),
        language=article.language,
        url=article.get_absolute_url(),
        audience_id=article.audience_id,
        author_id=article.author_id,
        space_id=article.space.pk,
        at=article.edited_at or article.first_published_at or article.created_at,
        former_titles=_former_titles(article),
        standing=_standing(article),
        attachments="\n".join(filter(None, registry.ask("article.attachments", article))),
    )


def _standing(article: ArticlePage) -> float:
    """Return how much being trusted counts in search, by what answers ``article.standing``."""
    answers = registry.ask("article.standing", [article])
    return min((answer.get(article.pk, 1.0) for answer in answers), default=1.0)


def _former_titles(article: ArticlePage) -> tuple[str, ...]:
    """Return the titles that ``article`` was once published under; a draft's never."""
    published = Activity.objects.of(article).filter(verb__in=("article.published", "article.updated"))
    told = published.order_by("-pk").values_list("data__title", flat=True)[:50]
    return tuple(dict.fromkeys(title for title in told if title and title != article.title))


def _space_document(space: SpacePage) -> Document | None:
    if not space.live:
        return None
    parent = space.parent_space()
    return Document(
        title=space.title,
        summary=space.description,
        language=space.language,
        url=space.get_absolute_url(),
        audience_id=space.audience_id,
        space_id=parent.pk if parent else None,
        at=space.first_published_at,
    )


def touched_by(activity: Activity) -> list[tuple[str, list[int]]]:
    """Answer ``search.also``: what happens to a space (its readers, its place) changes all that stands in it."""
    if not activity.verb.startswith("space.") or not isinstance(activity.target, SpacePage):
        return []
    below = activity.target.path
    return [
        ("article", list(ArticlePage.objects.filter(path__startswith=below).values_list("pk", flat=True))),
        ("space", list(SpacePage.objects.filter(path__startswith=below).values_list("pk", flat=True))),
    ]


def spaces_to_search(user: "User") -> list[tuple[int, str]]:
    """Answer ``search.spaces``: the spaces that ``user`` may narrow a search to, as an indented tree."""
    spaces = SpacePage.objects.visible_to(user).order_by("path").only("title", "depth")
    return [(space.pk, "\u2003" * (space.depth - 4) + space.title) for space in spaces]


def first_step(user: "User") -> dict[str, Any] | None:
    """Answer ``home.first_step``: what ``user`` can do while there is nothing to read: write; or first make a space."""
    if SpacePage.objects.visible_to(user).exists():
        return {"url": reverse("knowledge:new"), "label": _("Write an article")}
    return {"url": reverse("knowledge:new_space"), "label": _("Make a space")} if can_manage_knowledge(user) else None


def new_articles(user: "User", limit: int) -> list[Any]:
    """Answer ``home.new``: the latest published articles that ``user`` may see."""
    latest = ArticlePage.objects.visible_to(user).current().for_cards().order_by("-first_published_at", "-pk")
    return list(latest[:limit])


ARTICLE = Kind(
    model=ArticlePage,
    name="article",
    label=_("Article"),
    label_plural=_("Articles"),
    icon="book-open",
    card="knowledge/_card.html",
    indexable=_articles,
    document=_article_document,
    discussion="discussion",
    moderated=True,
    highlightable=True,
    select=("author__department",),
    order=10,
)

SPACE = Kind(
    model=SpacePage,
    name="space",
    label=_("Space"),
    label_plural=_("Spaces"),
    icon="folder",
    card="knowledge/_space_card.html",
    indexable=lambda: SpacePage.objects.filter(live=True),
    document=_space_document,
    order=60,
)
