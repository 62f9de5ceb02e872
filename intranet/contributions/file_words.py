"""Reading the words of an uploaded file, wherever a room keeps files beside its texts."""

import json
import subprocess
import sys

import structlog
from django.conf import settings

from intranet.contributions.extracting import READERS
from intranet.contributions.models import AttachedFile, Upload

PATIENCE = 40.0  # seconds for one file, whatever it is made of
State = AttachedFile.State
log = structlog.get_logger("parvis.files")


def first_state(upload: Upload) -> str:
    """Return the state of a file before anybody read it: "waiting" for the worker, or "unread" when its kind has no words."""
    return State.WAITING if upload.extension in READERS else State.UNREAD


def words_of(upload: Upload) -> tuple[str, str]:
    """Return the state ("read", "empty", "locked", "broken", "unread") and the words of a file.

    Read in a process of its own that is stopped when it takes too long (see ``extracting``).
    """
    try:
        with upload.file.open("rb") as handle:
            data = handle.read()
    except OSError:
        return State.BROKEN, ""
    command = [sys.executable, "-m", "intranet.contributions.extracting", upload.extension]
    try:
        done = subprocess.run(  # noqa: S603 (our own module; the ending comes from our list)
            command, input=data, capture_output=True, timeout=PATIENCE, cwd=settings.BASE_DIR, check=True
        )
        answer = json.loads(done.stdout)
        return str(answer["state"]), str(answer["text"])
    except (subprocess.SubprocessError, ValueError, KeyError) as error:
        log.warning("a file could not be read", upload=upload.pk, error=type(error).__name__)
        return State.BROKEN, ""


def read_into(attached: AttachedFile) -> None:
    """Fill in the words of ``attached``, or those of the same bytes beside another text of its sort. Not saved; slow."""
    same = type(attached)._default_manager.filter(upload__sha256=attached.upload.sha256).exclude(state=State.WAITING)
    known = same.exclude(pk=attached.pk).first()
    attached.state, attached.text = (known.state, known.text) if known else words_of(attached.upload)
