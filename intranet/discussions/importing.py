"""Threads and posts that come from elsewhere, with the names of people who have no account here."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intranet.contributions.models.activity import record
from intranet.discussions.models import Discussion, Post, Room, Thread, ThreadEvent
from intranet.live.publishing import publish


@dataclass(frozen=True)
class PostToImport:
    """``ref`` names the post within the call. It answers ``parent_ref`` (earlier in the call) or the post ``parent_id``.

    ``body`` is clean HTML.
    """

    ref: str
    body: str
    imported_author: str
    language: str
    created_at: datetime
    parent_ref: str = ""
    parent_id: int | None = None


@transaction.atomic
def import_thread(
    *, room: Room, title: str, body: str, language: str, created_at: datetime, imported_author: str = ""
) -> Thread:
    """Open a thread in ``room`` with ``body`` as its first post. The thread is found by search; nobody is notified."""
    discussion = Discussion.objects.open_for("thread", audience=room.audience)
    thread = Thread.objects.create(
        room=room,
        audience=room.audience,
        title=title,
        language=language,
        created_at=created_at,
        imported_author=imported_author,
        discussion=discussion,
    )
    first = PostToImport("first", body or f"<p>{title}</p>", imported_author, language, created_at)
    import_posts(discussion, [first])
    record("thread.imported", by=None, target=thread)
    return thread


@transaction.atomic
def import_posts(discussion: Discussion, rows: Sequence[PostToImport]) -> dict[str, Post]:
    """Add ``rows`` to ``discussion`` in their order; return {ref: post}. A parent stands before what answers it.

    Takes the discussion's lock and its next numbers, as a person's post would, so an open page follows.
    """
    locked = Discussion.objects.locked(discussion.pk)
    written: dict[str, Post] = {}
    for row in rows:
        locked.last_number += 1
        locked.last_seq += 1
        parent = written.get(row.parent_ref)
        written[row.ref] = post = Post.objects.create(
            discussion=locked,
            number=locked.last_number,
            version=locked.last_seq,
            audience_id=locked.audience_id,
            parent_id=parent.pk if parent else row.parent_id,
            body=row.body,
            imported_author=row.imported_author,
            language=row.language,
            created_at=row.created_at,
            client_id=uuid.uuid4(),
        )
        ThreadEvent.objects.create(discussion=locked, seq=locked.last_seq, kind=ThreadEvent.Kind.POSTED, post=post)
        record("post.imported", by=None, target=post, discussion=locked.pk)
    if rows:
        latest = max(row.created_at for row in rows)
        locked.last_posted_at = max(filter(None, (locked.last_posted_at, latest)))
        locked.post_count += len(written)
        locked.save(update_fields=["last_number", "last_seq", "last_posted_at", "post_count"])
        publish(locked.topic, {"seq": locked.last_seq})
    return written
