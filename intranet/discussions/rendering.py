"""Posts as HTML. A fragment does not depend on who looks: it is made once a version and cached.

What depends on the reader is laid over it: where "new" begins, which reactions are theirs, and the text of a hidden
post for the few who may still read it.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import cache
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from intranet.accounts.models import User
from intranet.discussions import policies
from intranet.discussions.models import Discussion, Post, Reaction
from intranet.discussions.models.reaction import ICONS
from intranet.moderation.notices import notices_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

WINDOW = 200
_KEPT_SECONDS = 7 * 24 * 3600
_TEMPLATE = "discussions/_post.html"


class Line(NamedTuple):
    """What must be known of a post to find its fragment."""

    pk: int
    number: int
    version: int
    author_id: int | None
    is_hidden: bool


@dataclass(frozen=True)
class Rendered:
    id: int
    number: int
    version: int
    html: SafeString
    author_id: int | None


@dataclass(frozen=True)
class Window:
    """The part of a thread that one page shows: ``posts`` in order, and whether there are others around."""

    posts: list[Rendered]
    has_earlier: bool
    has_later: bool

    @property
    def first_number(self) -> int:
        return self.posts[0].number if self.posts else 1

    @property
    def last_number(self) -> int:
        return self.posts[-1].number if self.posts else 0


def window(discussion: Discussion, viewer: User, *, before: int | None = None, around: int | None = None) -> Window:
    """Return the latest ``WINDOW`` posts, or those before a number, or those around it."""
    last = discussion.last_number
    if around is not None and last > WINDOW:
        end = min(max(around + WINDOW // 2, WINDOW), last)
    elif before is not None:
        end = min(before - 1, last)
    else:
        end = last
    start = max(end - WINDOW + 1, 1)
    posts = discussion.posts.filter(number__gte=start, number__lte=end).order_by("number")
    return Window(render(posts, viewer), has_earlier=start > 1, has_later=end < last)


def render(posts: "QuerySet[Post]", viewer: User) -> list[Rendered]:
    """Return the fragments of ``posts`` in their order, in the current language and time zone.

    Three queries when all are cached, whatever their number; a fixed few more for those that are not.
    """
    lines = [Line(*row) for row in posts.values_list("pk", "number", "version", "author_id", "is_hidden")]
    authors = _marks({line.author_id for line in lines if line.author_id})
    where = f"{get_language()}:{timezone.get_current_timezone_name()}"
    keys = {line.pk: f"post:{line.pk}:{line.version}:{authors.get(line.author_id or 0, 0)}:{where}" for line in lines}
    found = cache.get_many(keys.values())
    missing = [line.pk for line in lines if keys[line.pk] not in found]
    if missing:
        made = {keys[pk]: html for pk, html in _fragments(missing).items()}
        cache.set_many(made, _KEPT_SECONDS)
        found |= made
    uncovered = _uncovered([line for line in lines if line.is_hidden], viewer)
    return [
        Rendered(
            id=line.pk,
            number=line.number,
            version=line.version,
            html=mark_safe(uncovered.get(line.pk) or found[keys[line.pk]]),  # noqa: S308  (our own template made it)
            author_id=line.author_id,
        )
        for line in lines
        if keys[line.pk] in found
    ]


def own_reactions(posts: Iterable[int], viewer: User) -> dict[int, list[str]]:
    """Return which reactions ``viewer`` gave to these posts; one query."""
    own: dict[int, list[str]] = {}
    for post, name in Reaction.objects.filter(post__in=list(posts), user=viewer).values_list("post", "name"):
        own.setdefault(post, []).append(name)
    return own


def _marks(authors: set[int]) -> dict[int, int]:
    """Return, for each author, a number that changes when what a post shows of them does."""
    people = User.objects.filter(pk__in=authors).values_list("pk", "display_name", "department__name", "photo")
    return {pk: zlib.crc32(repr(shown).encode()) for pk, *shown in people}


def _fragments(pks: list[int]) -> dict[int, str]:
    posts = list(_full().filter(pk__in=pks))
    notices = notices_for(posts)
    template = get_template(_TEMPLATE)
    return {post.pk: template.render(_context(post, notices.get(post.pk))) for post in posts}


def _uncovered(hidden: list[Line], viewer: User) -> dict[int, str]:
    """Render the hidden posts whose text ``viewer`` may still read, with the reason; never cached."""
    if not hidden:
        return {}
    posts = [
        post for post in _full().filter(pk__in=[line.pk for line in hidden]) if policies.may_read_text(viewer, post)
    ]
    notices = notices_for(posts)
    template = get_template(_TEMPLATE)
    return {post.pk: template.render({**_context(post, notices.get(post.pk)), "uncovered": True}) for post in posts}


def _full() -> "QuerySet[Post]":
    return Post.objects.select_related("author__department", "parent__author")


def _context(post: Post, notice: Any) -> dict[str, Any]:
    counts = post.reaction_counts
    reactions = [
        {"name": name, "label": label, "icon": ICONS[name], "count": counts[name]}
        for name, label in Reaction.Name.choices
        if counts.get(name)
    ]
    return {"post": post, "notice": notice, "reactions": reactions, "uncovered": False}
