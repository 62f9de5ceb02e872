"""What other rooms add to the messages of their threads, without this one knowing them.

- ``post.fields``: ``(discussion)`` gives {name: form field} asked beside a new message; no query.
- ``post.said``: ``(post, by, said)`` keeps what those fields say, in the transaction that writes the message.
- ``post.marks``: ``(posts)`` gives {post id: Mark} of what a message says of itself, the same for every reader. Whoever
  changes one calls ``actions.touch``.
- ``post.links``: ``(viewer, discussion)`` gives ``PostLink`` of the menu of each message; no query.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.forms import Field

from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.discussions.models import Discussion, Post


class Mark(NamedTuple):
    """A word beside the name of who wrote a message."""

    label: str
    icon: str


class PostLink(NamedTuple):
    """An address for each message of a thread: ``url`` is that of message 0. ``for_all``: not only for who wrote it."""

    label: str
    icon: str
    url: str
    for_all: bool


def fields_for(discussion: "Discussion") -> dict[str, Field]:
    return {name: field for answer in registry.ask("post.fields", discussion) for name, field in answer.items()}


def keep_said(post: "Post", by: "User", said: Mapping[str, Any]) -> None:
    if said:
        for _done in registry.ask("post.said", post, by, said):
            pass


def marks_of(posts: "Iterable[Post]") -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for answer in registry.ask("post.marks", list(posts)):
        for pk, mark in answer.items():
            found.setdefault(pk, []).append(mark)
    return found


def links_for(viewer: "User", discussion: "Discussion") -> tuple[PostLink, ...]:
    return tuple(link for answer in registry.ask("post.links", viewer, discussion) for link in answer)
