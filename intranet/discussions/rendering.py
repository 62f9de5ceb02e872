"""Posts as HTML. A fragment does not depend on who looks: it is made once a version and kept in memory.

What depends on the reader is laid over it: where "new" begins, which reactions are theirs, and the text of a hidden
post for the few who may still read it.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from intranet.accounts.models import User
from intranet.core.compiled import Compiled
from intranet.discussions import adding, policies
from intranet.discussions.models import Discussion, Post, Reaction
from intranet.discussions.models.reaction import ICONS
from intranet.moderation.notices import notices_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

WINDOW = 50
MOST = 200  # what is new to somebody who was long away is shown together, up to here
_TEMPLATE = "discussions/_post.html"
_MOST_KEPT = 10_000  # fragments, of about 2 kB each

_kept: "OrderedDict[tuple[Any, ...], str]" = OrderedDict()
_lock = Lock()


class Line(NamedTuple):
    """What must be known of a post to find its fragment: all that changes without its version comes with it."""

    pk: int
    number: int
    version: int
    author_id: int | None
    is_hidden: bool
    author_name: str | None
    author_username: str | None
    author_photo: str | None
    department: str | None
    answered: str | None


_LINE = (
    "pk",
    "number",
    "version",
    "author_id",
    "is_hidden",
    "author__display_name",
    "author__username",
    "author__photo",
    "author__department__name",
    "parent__author__display_name",
)
_lines = Compiled(
    lambda discussion, first, last: (
        Post.objects.filter(discussion=discussion, number__gte=first, number__lte=last)
        .order_by("number")
        .values_list(*_LINE)
    )
)
_own_between = Compiled(
    lambda discussion, first, last, viewer: Reaction.objects.filter(
        post__discussion=discussion, post__number__gte=first, post__number__lte=last, user=viewer
    ).values_list("post", "name")
)


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


def window(
    discussion: Discussion,
    viewer: User,
    *,
    before: int | None = None,
    around: int | None = None,
    last_read: int | None = None,
) -> Window:
    """Return the latest ``WINDOW`` posts, or those before a number, or those around it.

    The latest begin where ``last_read`` says that the new ones do, if that is earlier (never more than ``MOST``).
    """
    end = last = discussion.last_number
    size = WINDOW
    if around is not None and last > WINDOW:
        end = min(max(around + WINDOW // 2, WINDOW), last)
    elif before is not None:
        end = min(before - 1, last)
    elif last_read is not None:
        size = min(max(last - last_read, WINDOW), MOST)
    start = max(end - size + 1, 1)
    lines = [Line(*row) for row in _lines(discussion.pk, start, end)]
    return Window(_rendered(lines, viewer), has_earlier=start > 1, has_later=end < last)


def is_among_latest(number: int, discussion: Discussion) -> bool:
    """Say whether the page of the subject shows this post without being asked for it."""
    return discussion.last_number - number < WINDOW


def render(posts: "QuerySet[Post]", viewer: User) -> list[Rendered]:
    """Return the fragments of ``posts`` in their order, in the current language and time zone.

    One query when all are known, whatever their number; a fixed few more for those that are not.
    """
    return _rendered([Line(*row) for row in posts.values_list(*_LINE)], viewer)


def _rendered(lines: list[Line], viewer: User) -> list[Rendered]:
    where = (get_language(), timezone.get_current_timezone_name())
    found = {line.pk: html for line in lines if (html := _kept.get((line, where)))}
    missing = {line.pk: line for line in lines if line.pk not in found}
    if missing:
        made = _fragments(missing)
        found |= {pk: html for pk, (html, _version) in made.items()}
        # Changed since the line was read: newer than its key says, shown but not kept.
        _keep({(missing[pk], where): html for pk, (html, version) in made.items() if version == missing[pk].version})
    uncovered = _uncovered([line for line in lines if line.is_hidden], viewer)
    return [
        Rendered(
            id=line.pk,
            number=line.number,
            version=line.version,
            html=mark_safe(uncovered.get(line.pk) or found[line.pk]),  # noqa: S308  (our own template made it)
            author_id=line.author_id,
        )
        for line in lines
        if line.pk in found
    ]


def own_reactions_in(shown: Window, discussion: Discussion, viewer: User) -> dict[int, list[str]]:
    """Return which reactions ``viewer`` gave to the posts of a window; one query at most."""
    if not shown.posts:
        return {}
    return _by_post(_own_between(discussion.pk, shown.first_number, shown.last_number, viewer.pk))


def own_reactions(posts: Iterable[int], viewer: User) -> dict[int, list[str]]:
    """Return which reactions ``viewer`` gave to these posts; one query."""
    return _by_post(Reaction.objects.filter(post__in=list(posts), user=viewer).values_list("post", "name"))


def forget() -> None:
    """Drop every fragment; for tests, whose databases come and go."""
    with _lock:
        _kept.clear()


def _by_post(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    own: dict[int, list[str]] = {}
    for post, name in rows:
        own.setdefault(post, []).append(name)
    return own


def _keep(made: dict[tuple[Any, ...], str]) -> None:
    with _lock:
        _kept.update(made)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)


def _fragments(pks: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return {post id: (fragment, version shown)}."""
    posts = list(_full().filter(pk__in=list(pks)))
    notices, marks = notices_for(posts), adding.marks_of(posts)
    template = get_template(_TEMPLATE)
    return {
        post.pk: (template.render(_context(post, notices.get(post.pk), marks.get(post.pk))), post.version)
        for post in posts
    }


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


def _context(post: Post, notice: Any, marks: Any = None) -> dict[str, Any]:
    counts = post.reaction_counts
    reactions = [
        {"name": name, "label": label, "icon": ICONS[name], "count": counts[name]}
        for name, label in Reaction.Name.choices
        if counts.get(name)
    ]
    return {"post": post, "notice": notice, "reactions": reactions, "marks": marks or (), "uncovered": False}
