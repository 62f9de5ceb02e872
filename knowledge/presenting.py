"""What the pages of the knowledge base show, gathered with a bounded number of queries."""

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Least, Length, Substr
from django.urls import reverse
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.models import Page

from intranet.accounts.reader import Reader
from intranet.contributions.registry import registry
from intranet.contributions.shared import until_something_happens
from intranet.core.compiled import Compiled
from intranet.core.richtext import to_text
from intranet.moderation.notices import notice_for
from knowledge import policies
from knowledge.dressing import ShownText, shown_text
from knowledge.models import ArticlePage, SpacePage
from knowledge.models.placing import Near, address
from knowledge.parts import parts_of
from knowledge.text import anchored, outline

if TYPE_CHECKING:
    from intranet.accounts.models import User

RELATED = 5
RELATED_KEPT = 3600
SPACE_DEPTH = 4
RECENT = 12

_spaces_at = Compiled(
    lambda paths: SpacePage.objects.filter(path__in=paths).order_by("path").values_list("title", "url_path")
)
_tags_of = Compiled(
    lambda article: Tag.objects.filter(knowledge_articletag_items__content_object=article).order_by(
        "knowledge_articletag_items__pk"
    )
)
_visible_among = Compiled(
    lambda reader, ids: (
        ArticlePage.objects.visible_to(reader)
        .filter(pk__in=ids)
        .with_space_title()
        .values_list("pk", "title", "url_path", "space_title")
    )
)


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str = ""


@dataclass
class Branch:
    """A space in a tree of spaces: its visible articles counted with those below, and its visible children."""

    space: SpacePage
    article_count: int
    children: "list[Branch]"


def crumbs_to(page: Page, *, and_itself: bool = False) -> list[Crumb]:
    """Return the way from the knowledge base down to ``page``; one query.

    Whoever sees a page sees the spaces around it: an audience only narrows on the way down.
    """
    steplen = page.steplen
    paths = [page.path[:end] for end in range(SPACE_DEPTH * steplen, len(page.path), steplen)]
    spaces = _spaces_at(tuple(paths)) if paths else []
    crumbs = [Crumb(_("Knowledge"), reverse("knowledge:index"))]
    crumbs += [Crumb(title, address(url_path)) for title, url_path in spaces]
    if and_itself:
        crumbs.append(Crumb(page.title, page.get_absolute_url()))
    return crumbs


def article_context(article: ArticlePage, user: "User") -> dict[str, Any]:
    """Return what the page of ``article`` (read ``with_following``) shows to ``user``: three queries, one more if hidden."""
    shows_text = policies.can_read_text(user, article)
    tags = _tags_of(article.pk) if shows_text else []
    related = related_to(article, user, tags) if shows_text and article.live else []
    context = {
        "article": article,
        "crumbs": tuple(crumbs_to(article)),
        "tags": tags,
        "headings": article.headings if shows_text else [],
        "related": related,
        "shows_text": shows_text,
        "notice": notice_for(article),
        "is_following": article.is_following,
        "can_edit": policies.can_edit(user, article),
        "can_unpublish": policies.can_unpublish(user, article) and article.live,
        "can_publish": not article.is_shown and policies.can_publish(user, article),
        # Whoever else may place it answers for it, which the part that knows shows in the same menu.
        "can_place": policies.can_unpublish(user, article),
        "has_pending": article.live and article.has_unpublished_changes and policies.can_edit(user, article),
        "parts": parts_of(article, user) if shows_text else {},
        "text": shown_text(article, user) if shows_text else None,
        "last_editor": article.live_revision.user if article.live_revision and article.edited_at else None,
    }
    return context | {"seen": _seen(**context)}


def _seen(
    *,
    article: ArticlePage,
    shows_text: bool,
    headings: Any,
    tags: Any,
    related: Any = (),
    last_editor: Any = None,
    **_: Any,
) -> dict[str, tuple[Any, ...]]:
    """Return, for each frozen piece of the page, everything that it shows."""
    writer = article.author
    return {
        "head": (
            article.pk,
            shows_text,
            article.title,
            article.summary,
            article.live,
            article.source_key,
            writer and (writer.username, writer.display_name, writer.photo.name),
            article.first_published_at,
            article.edited_at,
            last_editor and (last_editor.pk, last_editor.display_name),
            article.reading_minutes,
        ),
        "text": (article.language, repr(headings)),
        "tags": tuple((tag.slug, tag.name) for tag in tags),
        "related": tuple(related),
    }


def said_of_publishing(article: ArticlePage) -> str:
    """Return what to tell somebody who just asked to publish ``article``: that readers see it, or that it is reviewed first."""
    if article.is_shown:
        return _("Published.")
    return _("Sent for review. Readers see it once somebody else has approved it.")


def preview_context(article: ArticlePage) -> dict[str, Any]:
    """Return what the Wagtail admin shows of an article that is not saved yet: its text, and nothing to act on."""
    article.body = anchored(article.body)
    article.headings = outline(article.body)
    context = {
        "article": article,
        "tags": list(article.tags.all()),
        "headings": article.headings,
        "shows_text": True,
        "text": ShownText(article),
        "is_preview": True,
    }
    return context | {"seen": _seen(**context)}


def related_to(article: ArticlePage, user: "User", tags: list[Any]) -> list[Near]:
    """Return articles near this one that ``user`` may see: one query, and more only once an hour for each readership.

    What is kept in the cache is a list of ids; who may see them is asked of the database each time. The ids that the
    service ``article.near`` gives (``fn(article) -> ids``) are asked along: parts find those in ``article.near``.
    """
    readership = "all" if user.sees_everything else ",".join(map(str, sorted(user.audience_ids)))
    key = f"knowledge.related.{article.pk}.{article.live_revision_id}.{zlib.crc32(readership.encode())}"
    ids = cache.get(key)
    if ids is None:
        ids = _near(article, user, tags)
        cache.set(key, ids, RELATED_KEPT)
    also = [pk for answer in registry.ask("article.near", article) for pk in answer]
    if ids or also:
        wanted = tuple(dict.fromkeys([*ids, *also]))
        article.near = {row[0]: Near(*row) for row in _visible_among(Reader.of(user), wanted)}
    return [article.near[pk] for pk in ids if pk in article.near][:RELATED]


def _near(article: ArticlePage, user: "User", tags: list[Any]) -> list[int]:
    """Return the ids of twice as many as are shown: alike in words (asked of the search room), in tags, in place."""
    text = f"{article.title} {article.summary} {to_text(article.body[:4000])}"[:1500]
    answers = registry.ask("search.similar", user, text, kinds=("article",), exclude=(article.pk,), limit=RELATED)
    alike = [near.pk for answer in answers for near in answer][:RELATED]
    wanted = [tag.pk for tag in tags]
    by_tag_and_place = (
        ArticlePage.objects.visible_to(user)
        .current()
        .exclude(pk__in=[article.pk, *alike])
        .filter(Q(tagged_items__tag__in=wanted) | Q(path__startswith=article.parent_path))
        .annotate(
            shared=Count("tagged_items", filter=Q(tagged_items__tag__in=wanted)),
            near=Case(When(path__startswith=article.parent_path, then=Value(1)), default=Value(0)),
        )
        .order_by("-shared", "-near", "-last_published_at", "-pk")
        .values_list("pk", "shared")[: 2 * RELATED]
    )
    others = list(by_tag_and_place)
    tagged = [pk for pk, shared in others if shared]
    return [*tagged[:3], *alike, *tagged[3:], *(pk for pk, shared in others if not shared)][: 2 * RELATED]


def recent_for(user: "User") -> list[ArticlePage]:
    """Return the articles that ``user`` may see, published last, of two translations the reader's; card-ready, one query."""
    articles = without_doubles(ArticlePage.objects.visible_to(user).current(), user)
    return list(articles.for_cards().order_by("-last_published_at", "-pk")[:RECENT])


def without_doubles(articles: Any, user: "User", space: SpacePage | None = None) -> Any:
    """Leave out of ``articles`` those that the same list has in the language of ``user`` (service ``articles.doubled``)."""
    for doubled in registry.ask("articles.doubled", user, space):
        articles = articles.exclude(pk__in=doubled)
    return articles


def branches(user: "User", *, under: SpacePage | None = None, levels: int = 2) -> list[Branch]:
    """Return the tree of spaces that ``user`` sees, ``levels`` deep, with the articles they see counted.

    Counting reads every article that they see, so it is done once for each readership until something happens.
    """
    name = f"knowledge.branches.{under.pk if under else 0}.{levels}"
    found: list[Branch] = until_something_happens(name, user, lambda: _branches(user, under, levels))
    return found


def _branches(user: "User", under: SpacePage | None, levels: int) -> list[Branch]:
    top = under.depth + 1 if under else SPACE_DEPTH
    spaces = SpacePage.objects.visible_to(user).filter(depth__gte=top, depth__lt=top + levels)
    articles = ArticlePage.objects.visible_to(user)
    if under:
        spaces, articles = spaces.filter(path__startswith=under.path), articles.filter(path__startswith=under.path)
    step = SpacePage.steplen
    standing_in = Substr("path", 1, Least(Length("path") - step, Value((top + levels - 1) * step)))
    counts = articles.annotate(deepest=standing_in).values("deepest")
    counted = {row["deepest"]: row["number"] for row in counts.annotate(number=Count("pk")).order_by()}
    found: dict[str, Branch] = {}
    roots: list[Branch] = []
    for space in spaces.order_by("depth", "title", "pk"):
        number = sum(n for path, n in counted.items() if path.startswith(space.path))
        branch = found[space.path] = Branch(space, number, [])
        around = found.get(space.parent_path)
        (around.children if around else roots).append(branch)
    return roots
