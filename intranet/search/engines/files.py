"""The files of the embedded index: which folder is in use, and whether its files are still what was written.

Each commit is sealed: a manifest holds the size and CRC-32 of every file. Segments never change once written, so a seal reads
only what is new. ``verify`` compares; ``mark`` leaves word for every process (the worker makes the index again).
"""

import json
import shutil
import uuid
import zlib
from pathlib import Path

# Goes up when what a document is indexed as changes: an index of another version is made again.
VERSION = 2
_MANIFEST = "manifest.json"


class IndexFiles:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def current(self) -> Path | None:
        """Return the folder in use, ``None`` before the first build or when the pointer leads nowhere."""
        try:
            name = (self.directory / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.directory / name
        return folder if name.startswith("index-") and "/" not in name and folder.is_dir() else None

    def new_folder(self) -> Path:
        folder = self.directory / f"index-{uuid.uuid4().hex[:12]}"
        folder.mkdir(parents=True)
        return folder

    def use(self, folder: Path) -> None:
        """Put ``folder`` in use by one rename, and remove the others.

        Readers of other processes may still hold the old files open, which is fine on the systems we run on.
        """
        pointer = self.directory / f"current-{uuid.uuid4().hex[:8]}"
        pointer.write_text(folder.name, encoding="ascii")
        pointer.replace(self.directory / "current")
        for mark in ("damaged", "stale"):
            (self.directory / mark).unlink(missing_ok=True)
        for other in self.directory.glob("index-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def seal(self, folder: Path) -> None:
        """Write what the files of ``folder`` are now."""
        known = _manifest(folder).get("files", {})
        files = {}
        for path in _index_files(folder):
            size = path.stat().st_size
            known_size, known_sum = known.get(path.name, (-1, 0))
            files[path.name] = [size, known_sum if size == known_size else _checksum(path)]
        fresh = folder / f"{_MANIFEST}.new"
        fresh.write_text(json.dumps({"version": VERSION, "files": files}), encoding="ascii")
        fresh.replace(folder / _MANIFEST)

    def verify(self, *, thorough: bool) -> str:
        """Return what is wrong, "" if nothing is. Reads sizes, and every byte when ``thorough``.

        A file that the manifest does not know is of a commit whose seal was interrupted: that is no damage.
        """
        folder = self.current()
        if folder is None:
            return "there is no index"
        manifest = _manifest(folder)
        if manifest.get("version") != VERSION:
            return "the index was made by another version"
        present = {path.name: path for path in _index_files(folder)}
        tables = {name for name in present if name.endswith(".toc")}
        for name, (size, checksum) in manifest["files"].items():
            path = present.get(name)
            if path is None:
                # A commit that was not sealed replaces the table of contents and the segments it merged.
                if name.endswith(".toc") or tables - manifest["files"].keys():
                    continue
                return f"{name} is missing"
            if path.stat().st_size != size or (thorough and _checksum(path) != checksum):
                return f"{name} has changed"
        return "" if tables else "there is no table of contents"

    def mark(self, name: str, reason: str) -> None:
        """Leave word: "damaged" (not to be read) or "stale" (misses something)."""
        self.directory.mkdir(parents=True, exist_ok=True)
        (self.directory / name).write_text(reason, encoding="utf-8")

    def marked(self, name: str) -> str:
        try:
            return (self.directory / name).read_text(encoding="utf-8") or "marked"
        except (OSError, UnicodeDecodeError):
            return ""


def _index_files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(_MANIFEST) and not path.name.endswith(("LOCK", ".tmp"))
    ]


def _manifest(folder: Path) -> dict[str, dict[str, list[int]]]:
    try:
        found = json.loads((folder / _MANIFEST).read_text(encoding="ascii"))
        return found if isinstance(found.get("files"), dict) else {}
    except (OSError, ValueError, AttributeError):
        return {}


def _checksum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            total = zlib.crc32(block, total)
    return total
