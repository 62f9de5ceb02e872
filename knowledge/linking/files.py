"""The files beside an article: attached and removed by people, read by the worker."""

from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from intranet.contributions.file_words import first_state, read_into
from intranet.contributions.models import Upload
from intranet.contributions.models.activity import record
from intranet.core.compiled import Compiled
from knowledge.linking.models import Attachment, Reading
from knowledge.models import ArticlePage

if TYPE_CHECKING:
    from django.core.files.base import File

    from intranet.accounts.models import User

MOST_FILES = 50


def attach(article: ArticlePage, content: "File", *, by: "User") -> Attachment:
    """Store a file beside ``article``; once, however often it is sent. ``ValidationError`` for what cannot be kept."""
    return attach_stored(article, Upload.objects.store(content, by=by), by=by)


def attach_stored(article: ArticlePage, upload: Upload, *, by: "User | None") -> Attachment:
    """Put a file that is stored already beside ``article``: answers ``article.attach``, for imports."""
    with transaction.atomic():
        held = article.hold()
        attached = Attachment.objects.filter(article=held)
        known = attached.filter(upload=upload).first()
        if known is not None:
            return known
        if attached.count() >= MOST_FILES:
            raise ValidationError(_("An article has at most %(limit)d files."), params={"limit": MOST_FILES})
        state = first_state(upload)
        made = Attachment.objects.create(article=held, upload=upload, by=by, state=state)
        list_files(held)
        held.follow_readers()
        record("article.file_attached", by=by, target=held, name=upload.name)
        if state == Attachment.State.WAITING:
            transaction.on_commit(partial(read_file.enqueue, made.pk))
    return made


def remove(attachment: Attachment, *, by: "User") -> None:
    """Take a file off its article: it leaves the page and the search. The upload itself stays, for who sent it."""
    with transaction.atomic():
        held = attachment.article.hold()
        name = attachment.upload.name
        attachment.delete()
        list_files(held)
        held.follow_readers()
        record("article.file_removed", by=by, target=held, name=name)


def list_files(article: ArticlePage) -> None:
    """Note beside ``article`` what the list of its files shows. Call it where they change."""
    shown = Attachment.objects.of(article).shown()
    Reading.objects.update_or_create(article=article, defaults={"files": shown})


@task()
def read_file(pk: int) -> None:
    """Read the words of an attachment, and have the article indexed with them. Run twice, it does the same."""
    attachment = Attachment.objects.select_related("upload", "article").filter(pk=pk).first()
    if attachment is None:
        return
    read_into(attachment)
    with transaction.atomic():
        if Attachment.objects.filter(pk=pk).update(state=attachment.state, text=attachment.text):
            record("article.file_read", by=None, target=attachment.article, name=attachment.upload.name)


def read_waiting() -> None:
    """Ask again for what still waits (the worker was stopped in between). Periodic."""
    for pk in Attachment.objects.waiting():
        read_file.enqueue(pk)


def keys_of(article: ArticlePage) -> set[str]:
    """Answer ``article.files``: the uploads that belong to ``article`` besides those in its text."""
    return {str(key) for (key,) in _keys_of(article.pk)}


_keys_of = Compiled(lambda article: Attachment.objects.filter(article=article).values_list("upload__key"))


def text_of(article: ArticlePage) -> str:
    """Answer ``article.attachments``: the names and words of its files, for the search."""
    return Attachment.objects.of(article).words()
