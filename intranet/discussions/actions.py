"""Everything that changes a thread. Each change takes the next number of the discussion under its row lock and writes
a ``ThreadEvent`` with it, in one transaction; browsers hear of it after commit.

Lock order, everywhere: the post (or the answered post), then the discussion.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.contributions.models import UploadUse
from intranet.contributions.models.activity import record
from intranet.core.compiled import Compiled
from intranet.core.richtext import to_text, upload_keys
from intranet.discussions import adding, policies
from intranet.discussions.models import (
    Discussion,
    Post,
    PostRevision,
    Reaction,
    ReadPosition,
    Room,
    Thread,
    ThreadEvent,
)
from intranet.live.publishing import publish
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from intranet.accounts.models import User

Kind = ThreadEvent.Kind


class Refused(ValidationError):
    """What was asked cannot be done now (closed, gone, too fast): the message says it to the person."""


@transaction.atomic
def open_thread(*, by: "User", room: Room, title: str, body: str, client_id: uuid.UUID, language: str = "") -> Thread:
    """Open a thread in ``room`` with ``body`` as its first post. Sent twice (same ``client_id``), it is one thread."""
    locked = Room.objects.select_for_update(of=("self",)).select_related("audience").get(pk=room.pk)
    twin = Post.objects.filter(author=by, client_id=client_id, discussion__kind="thread", number=1).first()
    if twin is not None:
        return Thread.objects.get(discussion=twin.discussion_id)
    if not policies.may_open_thread(by, locked):
        raise Refused(_("This room was archived: open your thread in another one. Your text is still here."))
    discussion = Discussion.objects.open_for("thread", audience=locked.audience)
    thread = Thread.objects.create(
        author=by,
        room=locked,
        audience=locked.audience,
        language=language or by.language,
        title=title,
        discussion=discussion,
    )
    post(by=by, discussion=discussion, body=body, client_id=client_id, language=thread.language)
    record("thread.created", by=by, target=thread, room=locked.pk)
    return thread


@transaction.atomic
def post(
    *,
    by: "User",
    discussion: Discussion,
    body: str,
    client_id: uuid.UUID,
    parent: Post | None = None,
    language: str = "",
    said: Mapping[str, Any] | None = None,
) -> Post:
    """Write in ``discussion``; return the post, which already existed when the same ``client_id`` was sent before.

    ``said``: what the fields that other rooms ask beside a message say (``discussions.adding``).
    Raises ``Refused`` when the thread is closed or gone, or when ``by`` writes faster than people read.
    """
    if parent is not None:
        parent = Post.objects.select_for_update(of=("self",)).filter(pk=parent.pk, discussion=discussion).first()
    locked = Discussion.objects.locked(discussion.pk)
    twin = Post.objects.filter(discussion=locked, author=by, client_id=client_id).first()
    if twin is not None:
        return twin
    if reason := policies.why_not_post(by, locked):
        raise Refused(reason)
    refuse_flood(by)
    locked.last_number += 1
    locked.post_count += 1
    written = Post(
        author=by,
        audience_id=locked.audience_id,
        language=language or by.language,
        discussion=locked,
        number=locked.last_number,
        parent=parent,
        body=body,
        client_id=client_id,
        version=locked.last_seq + 1,
    )
    if not to_text(written.body).strip() and not upload_keys(written.body):
        raise Refused(_("Write something first."))
    written.save()
    adding.keep_said(written, by, said or {})
    locked.last_posted_at = written.created_at
    _emit(locked, Kind.POSTED, written)
    UploadUse.objects.sync(written, keys=upload_keys(written.body), audience=locked.audience, by=by)
    ReadPosition.objects.advance(by, locked, written.number)
    subject = locked.subject
    Follow.objects.follow(by, subject, automatic=True)
    record("post.created", by=by, target=written, discussion=locked.pk, number=written.number, kind=locked.kind)
    return written


@transaction.atomic
def edit(written: Post, *, by: "User", body: str) -> Post:
    """Replace the text; what it said before stays in its history. An unchanged text changes nothing."""
    current, discussion = _locked(written)
    if not policies.may_edit(by, current):
        raise Refused(_("This message cannot be changed any more."))
    if not discussion.is_open:
        raise Refused(policies.why_not_post(by, discussion))
    if not to_text(body).strip() and not upload_keys(body):
        raise Refused(_("Write something first. To take a message back, delete it."))
    before = current.body
    current.body = body
    current.edited_at = timezone.now()
    current.save(update_fields=["body", "edited_at"])
    if current.body == before:
        Post.objects.filter(pk=current.pk).update(edited_at=written.edited_at)
        return current
    PostRevision.objects.create(post=current, body=before, replaced_by=by)
    UploadUse.objects.sync(current, keys=upload_keys(current.body), audience=discussion.audience, by=by)
    _emit(discussion, Kind.EDITED, current)
    record("post.edited", by=by, target=current, discussion=discussion.pk)
    return current


@transaction.atomic
def delete(written: Post, *, by: "User") -> Post:
    """Take one's message back: its text and history are erased, its place says that it was deleted by its author."""
    current, discussion = _locked(written)
    if current.is_deleted:
        return current
    if not policies.may_delete(by, current):
        raise Refused(_("This message cannot be deleted."))
    current.body, current.deleted_at, current.reaction_counts = "", timezone.now(), {}
    current.save(update_fields=["body", "deleted_at", "reaction_counts"])
    current.revisions.all().delete()
    current.reactions.all().delete()
    UploadUse.objects.sync(current, keys=set(), audience=None)
    discussion.post_count -= 1
    _emit(discussion, Kind.DELETED, current)
    record("post.deleted", by=by, target=current, discussion=discussion.pk)
    return current


@transaction.atomic
def react(written: Post, *, by: "User", name: str, on: bool) -> Post:
    """Give or take back the reaction ``name``; asking for what is already so changes nothing."""
    current, discussion = _locked(written)
    if not policies.may_react(by, current):
        raise Refused(_("This message is not there any more."))
    if on:
        changed = not _reaction(current.pk, by.pk, name)
        if changed:  # nobody reacts in between: the post is locked
            Reaction.objects.create(post=current, user=by, name=name)
    else:
        changed = bool(Reaction.objects.filter(post=current, user=by, name=name).delete()[0])
    if changed:
        counts = Counter(_reactions(current.pk))
        current.reaction_counts = {known: counts[known] for known in Reaction.Name.values if counts[known]}
        current.save(update_fields=["reaction_counts"])
        _emit(discussion, Kind.REACTED, current)
        if on:
            record("post.reacted", by=by, target=current, name=name, discussion=discussion.pk)
    return current


@transaction.atomic
def touch(written: Post) -> None:
    """Have everybody who reads the thread see ``written`` anew: what another room marks it with has changed."""
    current, discussion = _locked(written)
    _emit(discussion, Kind.REACTED, current)


@transaction.atomic
def note_hidden(written: Post, *, by: "User") -> None:
    """Tell the thread that ``written`` was hidden or shown again. Moderation calls it, holding the lock of the post."""
    discussion = Discussion.objects.locked(written.discussion_id)
    if not written.is_deleted:
        discussion.post_count += -1 if written.is_hidden else 1
    _emit(discussion, Kind.HIDDEN if written.is_hidden else Kind.RESTORED, written)


@transaction.atomic
def close(thread: Thread, *, by: "User") -> None:
    _set_open(thread, False, by=by)


@transaction.atomic
def reopen(thread: Thread, *, by: "User") -> None:
    _set_open(thread, True, by=by)


@transaction.atomic
def pin(thread: Thread, *, by: "User", pinned: bool) -> None:
    """Keep the thread on top of its room, or let it sink."""
    if Thread.objects.filter(pk=thread.pk, is_pinned=not pinned).update(is_pinned=pinned):
        record("thread.pinned" if pinned else "thread.unpinned", by=by, target=thread)


def refuse_flood(by: "User") -> None:
    """Raise ``Refused`` when ``by`` wrote ``PARVIS_POSTS_PER_MINUTE`` messages in the last minute."""
    limit = settings.PARVIS_POSTS_PER_MINUTE
    since = timezone.now() - timedelta(minutes=1)
    if Post.objects.filter(author=by, created_at__gt=since).count() >= limit:
        raise Refused(
            ngettext(
                "You have just written %(count)s message in a minute. Breathe, then send this one: it is kept here.",
                "You have just written %(count)s messages in a minute. Breathe, then send this one: it is kept here.",
                limit,
            )
            % {"count": limit}
        )


def readdress_posts(discussion: Discussion) -> None:
    """Give the posts of ``discussion``, and the files they show, its audience."""
    from django.contrib.contenttypes.models import ContentType

    posts = Post.objects.filter(discussion=discussion)
    posts.exclude(audience=discussion.audience).update(audience=discussion.audience)
    UploadUse.objects.filter(
        target_type=ContentType.objects.get_for_model(Post), target_id__in=posts.values("pk")
    ).update(audience=discussion.audience)


_held = Compiled(lambda pk: Post.objects.select_for_update(of=("self",)).filter(pk=pk))
_reaction = Compiled(lambda post, by, name: Reaction.objects.filter(post=post, user=by, name=name).values_list("pk"))
_reactions = Compiled(lambda post: Reaction.objects.filter(post=post).values_list("name", flat=True))


def _locked(written: Post) -> tuple[Post, Discussion]:
    current = _held.first(written.pk)
    if current is None:
        raise Post.DoesNotExist
    current.discussion = Discussion.objects.locked(current.discussion_id)
    return current, current.discussion


def _emit(discussion: Discussion, kind: Kind, written: Post | None = None) -> None:
    """Number a change. The caller holds the discussion's lock, so the number is the next one and commits in order."""
    discussion.last_seq += 1
    discussion.save(update_fields=["last_seq", "last_number", "post_count", "last_posted_at"])
    if written is not None:
        written.version = discussion.last_seq
        Post.objects.filter(pk=written.pk).update(version=discussion.last_seq)
    ThreadEvent.objects.create(discussion=discussion, seq=discussion.last_seq, kind=kind, post=written)
    publish(discussion.topic, {"seq": discussion.last_seq})


def _set_open(thread: Thread, is_open: bool, *, by: "User") -> None:
    discussion = Discussion.objects.locked(thread.discussion_id)
    if discussion.is_open == is_open:
        return
    discussion.is_open = is_open
    discussion.save(update_fields=["is_open"])
    _emit(discussion, Kind.REOPENED if is_open else Kind.CLOSED)
    record("thread.reopened" if is_open else "thread.closed", by=by, target=thread)
