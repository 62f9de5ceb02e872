"""The files beside an idea: attached and removed by who may edit it, read by the worker."""

from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from ideas.living.models import Attachment
from ideas.models import Idea
from intranet.contributions.file_words import first_state, read_into
from intranet.contributions.models import Upload
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from django.core.files.base import File

    from intranet.accounts.models import User

MOST_FILES = 20


def attach(idea: Idea, content: "File", *, by: "User") -> Attachment:
    """Store a file beside ``idea``; once, however often it is sent. ``ValidationError`` for what cannot be kept."""
    upload = Upload.objects.store(content, by=by)
    with transaction.atomic():
        held = Idea.objects.locked().get(pk=idea.pk)
        attached = Attachment.objects.filter(idea=held)
        known = attached.filter(upload=upload).first()
        if known is not None:
            return known
        if attached.count() >= MOST_FILES:
            raise ValidationError(_("An idea has at most %(limit)d files."), params={"limit": MOST_FILES})
        state = first_state(upload)
        made = Attachment.objects.create(idea=held, upload=upload, by=by, state=state)
        _list_files(held, by=by)
        record("idea.attached", by=by, target=held, name=upload.name)
        if state == Attachment.State.WAITING:
            transaction.on_commit(partial(read_file.enqueue, made.pk))
    return made


def remove(attachment: Attachment, *, by: "User") -> None:
    """Take a file off its idea: it leaves the page and the search. The upload itself stays, for who sent it."""
    with transaction.atomic():
        held = Idea.objects.locked().get(pk=attachment.idea_id)
        name = attachment.upload.name
        attachment.delete()
        _list_files(held, by=by)
        record("idea.file_removed", by=by, target=held, name=name)


def _list_files(idea: Idea, *, by: "User") -> None:
    """Note on ``idea`` what the list of its files shows, and open them to its readers."""
    shown = Attachment.objects.of(idea).shown()
    idea.note_part(files=shown or None)
    idea.share_files(by=by)


@task()
def read_file(pk: int) -> None:
    """Read the words of an attachment, and have the idea indexed with them. Run twice, it does the same."""
    attachment = Attachment.objects.select_related("upload", "idea").filter(pk=pk).first()
    if attachment is None:
        return
    read_into(attachment)
    with transaction.atomic():
        if Attachment.objects.filter(pk=pk).update(state=attachment.state, text=attachment.text):
            record("idea.file_read", by=None, target=attachment.idea, name=attachment.upload.name)


def read_waiting() -> None:
    """Ask again for what still waits (the worker was stopped in between). Periodic."""
    for pk in Attachment.objects.waiting():
        read_file.enqueue(pk)


def keys_of(idea: Idea) -> set[str]:
    """Answer ``idea.files``: the uploads that belong to ``idea`` besides those in its text."""
    if idea.pk is None:
        return set()
    return Attachment.objects.of(idea).keys()


def text_of(idea: Idea) -> str:
    """Answer ``idea.attachments``: the names and words of its files, for the search. No query without any."""
    if not idea.parts.get("files"):
        return ""
    return Attachment.objects.of(idea).words()
