"""Storing the files that people put into texts, and forgetting those that no text ever showed."""

import hashlib
import logging
import re
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models.upload import Upload
from intranet.contributions.registry import registry
from intranet.core import images

if TYPE_CHECKING:
    from intranet.accounts.models import User

logger = logging.getLogger("parvis.uploads")

MAX_IMAGE_BYTES = 10 * 1024 * 1024
MAX_FILE_BYTES = 20 * 1024 * 1024
# What a form adds around the file.
MAX_REQUEST_BYTES = MAX_FILE_BYTES + 64 * 1024
UNUSED_FOR = timedelta(days=7)

ZIP = "application/zip"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
# Extension: what is served, and what the bytes must begin with ("text": no binary).
FILES: dict[str, tuple[str, bytes | str]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (OFFICE + "wordprocessingml.document", b"PK"),
    ".xlsx": (OFFICE + "spreadsheetml.sheet", b"PK"),
    ".pptx": (OFFICE + "presentationml.presentation", b"PK"),
    ".odt": (OPEN + "text", b"PK"),
    ".ods": (OPEN + "spreadsheet", b"PK"),
    ".odp": (OPEN + "presentation", b"PK"),
    ".zip": (ZIP, b"PK"),
    ".doc": ("application/msword", OLE),
    ".xls": ("application/vnd.ms-excel", OLE),
    ".ppt": ("application/vnd.ms-powerpoint", OLE),
    ".txt": ("text/plain", "text"),
    ".md": ("text/markdown", "text"),
    ".csv": ("text/csv", "text"),
}
IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"})


class TooMuch(ValidationError):
    """A person sends more than anybody needs to: nothing is wrong with the file, and later it will be taken."""


def store(content: "File | bytes", *, by: "User | None", name: str = "", limited: bool = True) -> Upload:
    """Store a picture (written anew) or a file that people read, and return it; the same one again by the same person
    is the same upload. Raises ``ValidationError`` (translated) for what is too big, broken or of another type, and
    ``TooMuch`` for one file more than a person may send in an hour.

    ``name`` is how the file was called (taken from ``content`` by default). ``by=None``, ``limited=False``: an import.
    """
    name = _name(name or getattr(content, "name", "") or "")
    size = len(content) if isinstance(content, bytes) else content.size
    _check_size(size, MAX_FILE_BYTES)
    data = content if isinstance(content, bytes) else _read(content)
    if not data:
        raise ValidationError(_("This file is empty."), code="empty")
    digest = hashlib.sha256(data).hexdigest()
    known = Upload.objects.filter(owner=by, sha256=digest).order_by("pk").first()
    if known is not None and default_storage.exists(known.file.name or ""):
        return known
    if by is not None and limited:
        refuse_flood(by, size=len(data))
    upload = Upload(owner=by, name=name, sha256=digest)
    if _looks_like_svg(data, name):
        raise ValidationError(
            _("SVG drawings can hold scripts, so they are not accepted. Export the drawing as PNG."), code="svg"
        )
    kind = filetype.guess(data[:8192])
    if kind is not None and kind.mime.startswith("image/"):
        return _store_image(upload, data, kind.mime)
    return _store_file(upload, data)


def refuse_flood(by: "User", *, size: int) -> None:
    """Raise ``TooMuch`` when ``size`` bytes more of ``by`` go beyond what the settings allow a person in an hour."""
    since = timezone.now() - timedelta(hours=1)
    sent = Upload.objects.filter(owner=by, created_at__gt=since).aggregate(count=Count("pk"), bytes=Sum("size"))
    most, megabytes = settings.PARVIS_UPLOADS_PER_HOUR, settings.PARVIS_UPLOAD_MB_PER_HOUR
    if sent["count"] >= most or (sent["bytes"] or 0) + size > megabytes * 1024 * 1024:
        raise TooMuch(
            _(
                "You have sent a lot of files in an hour (at the most %(count)s, and %(megabytes)s MB together). Send this one a little later."
            ),
            code="too_much",
            params={"count": most, "megabytes": megabytes},
        )


def _delete_files(names: list[str | None]) -> None:
    for name in filter(None, names):
        default_storage.delete(name)


def prune_unused() -> int:
    """Delete the uploads of more than a week ago that no text ever showed, files included; returns how many.

    A room that shows uploads without ``UploadUse.objects.sync`` (an unpublished draft) says so: providers of
    "uploads.needed" get a set of keys and return those to keep.
    """
    old = Upload.objects.filter(uses=None, was_used=False, created_at__lt=timezone.now() - UNUSED_FOR)
    candidates = {str(key): pk for key, pk in old.values_list("key", "pk")}
    for needed in registry.ask("uploads.needed", set(candidates)) if candidates else ():
        for key in needed:
            candidates.pop(key, None)
    for upload in old.filter(pk__in=list(candidates.values())):
        names = [upload.file.name, upload.small_name]
        upload.delete()
        transaction.on_commit(partial(_delete_files, names))
    if candidates:
        logger.info("pruned %d unused uploads", len(candidates))
    return len(candidates)


def _store_image(upload: Upload, data: bytes, mime: str) -> Upload:
    if mime not in IMAGES:
        raise ValidationError(
            _("Pictures of this type (%(type)s) are not shown by browsers. Send it as JPEG or PNG."),
            code="image_type",
            params={"type": mime.removeprefix("image/").upper()},
        )
    _check_size(len(data), MAX_IMAGE_BYTES)
    picture = images.reencode(data)
    upload.content_type, upload.extension = picture.content_type, picture.extension
    upload.width, upload.height = picture.width, picture.height
    if picture.small:
        default_storage.save(upload.small_name, ContentFile(picture.small))
    return _save(upload, picture.data)


def _store_file(upload: Upload, data: bytes) -> Upload:
    extension = PurePath(upload.name).suffix.lower()
    content_type, beginning = FILES.get(extension, ("", ""))
    if not content_type:
        raise ValidationError(
            _("Files of this type cannot be put here. Pictures, PDF, office documents, text, CSV and ZIP can."),
            code="type",
        )
    fits = _is_text(data) if beginning == "text" else data.startswith(beginning)  # type: ignore[arg-type]  # bytes, where it is not "text"
    if not fits:
        raise ValidationError(
            _("This file is not what its name says (%(extension)s): it may be damaged."),
            code="mismatch",
            params={"extension": extension},
        )
    upload.content_type, upload.extension = content_type, extension
    return _save(upload, data)


def _save(upload: Upload, data: bytes) -> Upload:
    upload.size = len(data)
    upload.file.save(upload.name, ContentFile(data), save=False)
    upload.save()
    return upload


def _check_size(size: int | None, limit: int) -> None:
    if size is not None and size > limit:
        raise ValidationError(
            _("This file is too big (%(size)s): %(limit)s at the most."),
            code="too_big",
            params={"size": filesizeformat(size), "limit": filesizeformat(limit)},
        )


def _read(content: "File") -> bytes:
    content.seek(0)
    data = content.read(MAX_FILE_BYTES + 1)
    _check_size(len(data), MAX_FILE_BYTES)
    return data


def _name(name: str) -> str:
    """Return the last part of ``name`` without what no file name needs, at most 200 characters, its ending kept."""
    base = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069<>:\"|?*]+", "", re.split(r"[/\\]", name)[-1])
    path = PurePath(base.strip(" .") or "file")
    return path.stem[: 200 - len(path.suffix[:20])] + path.suffix[:20]


def _looks_like_svg(data: bytes, name: str) -> bool:
    head = data[:2048].lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    return name.lower().endswith((".svg", ".svgz")) or (head.startswith(b"<") and b"<svg" in head)


def _is_text(data: bytes) -> bool:
    """Say whether ``data`` is text: UTF-8, UTF-16 with its mark, or an older encoding without control bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data[:65536]) and filetype.guess(data[:8192]) is None
