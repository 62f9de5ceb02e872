"""Whom a message concerns, who may listen to a thread, and which answers wait for a person."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intranet.contributions.models import Activity
from intranet.contributions.shared import until_something_happens
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled
from intranet.core.richtext import excerpt, mentioned_ids
from intranet.discussions.models import Discussion, Post
from intranet.notifications.models import Follow, Notification, Reason

if TYPE_CHECKING:
    from intranet.accounts.models import User

SHOWN = 5

_told = Compiled(
    lambda user_id: (
        Notification.objects.filter(recipient=user_id)
        .unread()
        .filter(activity__verb="post.created", reason__in=[Reason.REPLY, Reason.MENTION])
        .order_by("-pk")
        .values_list("activity__target_id")[:SHOWN]
    )
)


def whom_a_post_concerns(activity: Activity) -> dict[int, str]:
    """The people it names, the person it answers, the author of the subject, and who follows the subject.

    The first of these reasons that fits is the one given. Whoever asked to hear no more of the subject hears only
    of being named or answered.
    """
    post = Post.objects.visible_or_none(activity.target_id)
    if post is None:
        return {}
    subject = post.discussion.subject
    reasons: dict[int, str] = dict.fromkeys(Follow.objects.follower_ids(subject), Reason.FOLLOW)
    if author_id := _author_of(subject):
        reasons[author_id] = Reason.AUTHOR
    for muted in Follow.objects.muted_ids(subject):
        reasons.pop(muted, None)
    if post.parent is not None and post.parent.author_id:
        reasons[post.parent.author_id] = Reason.REPLY
    return reasons | dict.fromkeys(mentioned_ids(post.body), Reason.MENTION)


def may_listen(topic: str, user: "User") -> bool | None:
    """Answer for the topics "discussion.<id>": whoever may read the thread may hear of its changes."""
    kind, _dot, number = topic.partition(".")
    if kind != "discussion":
        return None
    return (
        number.isascii()
        and number.isdecimal()
        and len(number) < 19
        and Discussion.objects.visible_to(user).filter(pk=int(number)).exists()
    )


def unread_answers(user: "User") -> list[Waiting]:
    """Return the latest answers to ``user`` that they have not read; two queries."""
    told = tuple(post_id for (post_id,) in _told(user.pk))
    if not told:
        return []
    # What is told of is asked each time (reading it is no activity), its words only when they may have changed.
    name = ("discussions.answers", user.pk, told, get_language())
    found: list[Waiting] = until_something_happens(name, user, lambda: _answers(user, told))
    return found


def _answers(user: "User", told: Collection[int]) -> list[Waiting]:
    posts = Post.objects.visible_to(user).filter(pk__in=told).select_related("author", "discussion")
    return [
        Waiting(
            title=_("%(name)s answered you") % {"name": post.author or _("Somebody")},
            detail=excerpt(post.body, 120),
            url=post.get_absolute_url(),
            icon="reply",
            at=post.created_at,
        )
        for post in posts
    ]


def _author_of(subject: Any) -> int | None:
    """Return who is told of what is said under ``subject``: its author; for a page, its owner."""
    found: int | None = getattr(subject, "author_id", None) or getattr(subject, "owner_id", None)
    return found
