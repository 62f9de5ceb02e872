import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.utils.translation import gettext as _

LARGEST_FILE = 25 * 1024 * 1024
LARGEST_TOTAL = 1024 * 1024 * 1024
MOST_FILES = 50_000
DOCUMENTS = frozenset({".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".docm"})


class ImportRefused(Exception):
    """The source cannot be imported at all. Its message is for the person who asked; nothing was written."""


class Source(Protocol):
    """Files by their path relative to the root, with ``/``. Hidden folders of version control are not listed."""

    def paths(self) -> list[PurePosixPath]: ...

    def read(self, path: PurePosixPath) -> bytes: ...


class Folder:
    """A folder of this machine. Links that lead out of it are not followed."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def paths(self) -> list[PurePosixPath]:
        return sorted(self._walk())

    def _walk(self) -> Iterator[PurePosixPath]:
        for count, path in enumerate(self.root.rglob("*")):
            if count > MOST_FILES:
                raise ImportRefused(_("There are more than %(number)d files in this folder.") % {"number": MOST_FILES})
            relative = PurePosixPath(path.relative_to(self.root).as_posix())
            if path.is_file() and path.resolve().is_relative_to(self.root) and _wanted(relative):
                yield relative

    def read(self, path: PurePosixPath) -> bytes:
        file = self.root / path
        if file.stat().st_size > LARGEST_FILE:
            raise ValueError(f"larger than {LARGEST_FILE} bytes")
        return file.read_bytes()


class Zip:
    """A zip archive. Refused as a whole when it is broken, encrypted, points outside itself, or would unpack to too much.

    Sizes are checked while unpacking, not believed from the directory: a crafted archive lies about them.
    """

    def __init__(self, file: Path | IO[bytes], *, largest: int = LARGEST_TOTAL) -> None:
        self._left = largest
        try:
            self._zip = zipfile.ZipFile(file)
            names = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ImportRefused(_("This file is not a zip archive that can be read, or it is cut short.")) from error
        if len(names) > MOST_FILES or sum(info.file_size for info in names) > largest:
            raise ImportRefused(_("This archive unpacks to more than can be imported at once."))
        self._members: dict[PurePosixPath, zipfile.ZipInfo] = {}
        for info in names:
            path = PurePosixPath(info.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
                raise ImportRefused(_("This archive points outside itself (%(path)s).") % {"path": info.filename[:100]})
            if info.flag_bits & 1:
                raise ImportRefused(_("This archive is protected by a password."))
            is_link = stat.S_ISLNK(info.external_attr >> 16)
            if not info.is_dir() and not is_link and _wanted(path):
                self._members[path] = info

    def paths(self) -> list[PurePosixPath]:
        return sorted(self._members)

    def read(self, path: PurePosixPath) -> bytes:
        try:
            with self._zip.open(self._members[path]) as file:
                data = file.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
            message = _("This archive is damaged: %(path)s cannot be read.") % {"path": path}
            raise ImportRefused(message) from error
        if len(data) > LARGEST_FILE:
            raise ValueError(f"larger than {LARGEST_FILE} bytes")
        self._left -= len(data)
        if self._left < 0:
            raise ImportRefused(_("This archive unpacks to more than can be imported at once."))
        return data


class Single:
    """One document by itself, from the disk or from a form."""

    def __init__(self, name: str, data: bytes) -> None:
        self._path, self._data = PurePosixPath(name), data

    def paths(self) -> list[PurePosixPath]:
        return [self._path]

    def read(self, path: PurePosixPath) -> bytes:
        return self._data


def open_source(path: Path) -> Source:
    """Return the files of ``path``: a folder, a zip or one document. ``ImportRefused`` says why it cannot be read."""
    if not path.exists():
        raise ImportRefused(_("There is nothing at %(path)s.") % {"path": path})
    if path.is_dir():
        return Folder(path)
    if path.suffix.lower() in DOCUMENTS:
        if path.stat().st_size > LARGEST_FILE:
            raise ImportRefused(_("%(path)s is too large to be one document.") % {"path": path})
        return Single(path.name, path.read_bytes())
    if zipfile.is_zipfile(path) or path.suffix.lower() == ".zip":
        return Zip(path)
    raise ImportRefused(
        _("%(path)s is neither a folder, a zip archive nor a document that can be imported.") % {"path": path}
    )


def _wanted(path: PurePosixPath) -> bool:
    return not any(part in {".git", ".github", "node_modules", "__MACOSX"} for part in path.parts)
