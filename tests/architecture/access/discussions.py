"""Rooms, threads and messages: everybody reads and writes what is addressed to them; the community manager keeps order."""

import uuid

from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only


def a_room() -> Arguments:
    from tests.factories.discussions import make_room

    return (make_room().slug,), {}


def a_thread() -> Arguments:
    from tests.factories.discussions import make_thread
    from tests.factories.people import make_user

    return (make_thread(make_user()).pk,), {}


def its_discussion() -> Arguments:
    from intranet.discussions.models import Thread

    return (Thread.objects.get(pk=a_thread()[0][0]).discussion_id,), {}


def its_place() -> Arguments:
    return (its_discussion()[0][0], 1), {}


def its_post() -> Arguments:
    from intranet.discussions.models import Post

    return (Post.objects.get(discussion=its_discussion()[0][0]).pk,), {}


_MOVES = Entry(employee=302, cm=302, leader=302, administrator=302)
_FOR_ITS_AUTHOR = Entry(employee=403, cm=403, leader=403, administrator=403, args=its_post)

ACCESS = {
    "discussions:index": EVERYONE,
    "discussions:room": Entry(args=a_room),
    # Without a room there is nothing to open a thread in.
    "discussions:new": Entry(employee=404, cm=404, leader=404, administrator=404),
    "discussions:thread": Entry(args=a_thread),
    "discussions:close": only("cm", "administrator", otherwise=403, status=302, method="post", args=a_thread),
    "discussions:pin": only("cm", "administrator", otherwise=403, status=302, method="post", args=a_thread),
    "discussions:follow": _MOVES.having(method="post", args=a_thread),
    "discussions:reply": _MOVES.having(
        method="post", args=its_discussion, data={"body": "Hello", "client_id": str(uuid.uuid4())}
    ),
    "discussions:events": Entry(args=its_discussion),
    "discussions:read": POST_ONLY.having(args=its_discussion),
    "discussions:place": _MOVES.having(args=its_place),
    "discussions:post": Entry(args=its_post),
    "discussions:edit": _FOR_ITS_AUTHOR,
    "discussions:delete": _FOR_ITS_AUTHOR,
    "discussions:react": POST_ONLY.having(args=its_post),
    "discussions:history": Entry(args=its_post),
}
