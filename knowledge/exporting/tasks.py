"""Made by the worker: files that take longer than a page may."""

import logging
import tempfile
from typing import IO

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django_tasks import task

from intranet.contributions.models.activity import record
from knowledge.exporting.making import write_pdf, write_zip
from knowledge.exporting.models import Export
from knowledge.models import SpacePage

logger = logging.getLogger("parvis.exports")


@task()
def make(pk: int) -> None:
    """Make the file of an export and tell the person; once, however often it is run."""
    export = (
        Export.objects.filter(pk=pk, state=Export.State.WAITING).select_related("space", "article", "person").first()
    )
    if export is None:
        return
    with tempfile.TemporaryFile() as file:
        try:
            _write(export, file)
        except Exception:
            # Whatever the reason, the person who waits is told; the administrator finds it in the log.
            logger.exception("an export failed", extra={"export": pk})
            _finish(export, Export.State.FAILED)
            return
        export.size = file.tell()
        file.seek(0)
        export.file.save(export.file_name, File(file), save=False)
    _finish(export, Export.State.READY)


def _write(export: Export, file: IO[bytes]) -> None:
    if export.format == Export.Format.PDF:
        write_pdf(export.place, file, user=export.person, language=export.language)
    elif isinstance(export.place, SpacePage):
        write_zip(export.place, file, user=export.person)


def _finish(export: Export, state: Export.State) -> None:
    with transaction.atomic():
        export.state = state
        export.save(update_fields=["state", "file", "size"])
        verb = "export.ready" if state == Export.State.READY else "export.failed"
        page = reverse("knowledge:exporting:mine")
        record(verb, by=None, target=export.person, title=export.place.title, format=export.format, page=page)
