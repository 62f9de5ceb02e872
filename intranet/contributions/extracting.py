"""The words of a file that somebody attached. Run as a process of its own, with bounds: files may be made to harm.

``python -m intranet.contributions.extracting .pdf`` reads the file on its standard input and writes ``{"state", "text"}``.
Threats: a zip that unpacks to gigabytes, XML with entities in entities, a PDF that makes its reader turn for ever or
take all memory. Nothing is unpacked to disk, no external reference is followed, no macro is looked at. Imports nothing
of the site, so it starts quickly.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

LONGEST_TEXT = 400_000  # characters kept of one file
MOST_PAGES = 500
UNPACKED = 60 * 1024 * 1024  # bytes read of all parts of a zip together
MEMORY = 1024 * 1024 * 1024  # bytes
SECONDS = 20  # of CPU

READ, EMPTY, LOCKED, BROKEN = "read", "empty", "locked", "broken"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# Which parts of an office document hold words.
PARTS = {
    ".docx": r"word/(document|footnotes|endnotes)\.xml",
    ".pptx": r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml",
    ".xlsx": r"xl/(sharedStrings|worksheets/sheet\d+)\.xml",
    ".odt": r"content\.xml",
    ".ods": r"content\.xml",
    ".odp": r"content\.xml",
}
PARAGRAPHS = {"p", "h", "si", "row", "br", "cr", "line-break", "table-row"}
SPACES = {"tab", "s", "c", "tc", "table-cell"}
# Elements of spreadsheets whose text is no word: formulas, and numbers that stand for shared texts.
SILENT = {"f", "v", "instrText", "delText", "tracked-changes"}


class LockedError(Exception):
    """The file asks for a password."""


class TooBigError(Exception):
    """What is packed in the file is more than anybody writes."""


def extract(data: bytes, extension: str) -> tuple[str, str]:
    """Return what became of reading ``data`` ("read", "empty", "locked", "broken") and its words."""
    reader = READERS.get(extension)
    if reader is None:
        return "unread", ""
    pieces, length = [], 0
    try:
        for piece in reader(data, extension):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_TEXT:
                break
    except LockedError:
        return LOCKED, ""
    except Exception:  # whatever a damaged file makes a library raise, the file is what is wrong
        if not "".join(pieces).strip():
            return BROKEN, ""
    text = _tidy("".join(pieces))[:LONGEST_TEXT]
    return (READ, text) if text else (EMPTY, "")


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in CONTROL.sub(" ", text.replace("\r", "\n")).split("\n"))
    return "\n".join(line for line in lines if line)


def _pdf(data: bytes, extension: str) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise LockedError
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            break
        yield page.extract_text() + "\n"


def _office(data: bytes, extension: str) -> Iterator[str]:
    from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]  # it ships none

    if data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        raise LockedError  # what Office makes of a document with a password
    room = UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if re.fullmatch(PARTS[extension], name)]
        if not names:
            raise ValueError("not a document")
        if any(packed.getinfo(name).flag_bits & 1 for name in names):
            raise LockedError
        for name in sorted(names, key=_numbered):
            with packed.open(name) as stream:
                part = stream.read(room + 1)
            if len(part) > room:
                raise TooBigError
            room -= len(part)
            yield from _words(iterparse(io.BytesIO(part), events=("start", "end"), forbid_dtd=True))


def _numbered(name: str) -> list[object]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _words(events: Iterator[tuple[str, Any]]) -> Iterator[str]:
    """Yield the words of an office XML, a line a paragraph; what is read is let go.

    The text after a tag is there only when the next tag is reached.
    """
    silent, before, what = 0, None, ""
    for event, element in events:
        if before is not None and not silent:
            yield getattr(before, what) or ""
        tag = element.tag.rpartition("}")[2]
        before, what = element, "text" if event == "start" else "tail"
        if event == "start":
            silent += tag in SILENT
            continue
        silent -= tag in SILENT
        element.text = None
        del element[:]
        if tag in PARAGRAPHS:
            yield "\n"
        elif tag in SPACES:
            yield " "


def _plain(data: bytes, extension: str) -> Iterator[str]:
    text = _decoded(data)
    if extension == ".csv":
        csv.field_size_limit(LONGEST_TEXT)
        for row in csv.reader(io.StringIO(text), delimiter=";" if text.count(";") > text.count(",") else ","):
            yield " ".join(row) + "\n"
    else:
        yield text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: 4 * LONGEST_TEXT].decode("utf-16", errors="replace")
    head = data[: 4 * LONGEST_TEXT]
    try:
        return head.decode("utf-8-sig", errors="strict" if len(head) == len(data) else "ignore")
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace")


READERS: dict[str, Callable[[bytes, str], Iterator[str]]] = {
    ".pdf": _pdf,
    **dict.fromkeys(PARTS, _office),
    ".txt": _plain,
    ".md": _plain,
    ".csv": _plain,
}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(3000)
    state, text = extract(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.write(json.dumps({"state": state, "text": text}))


if __name__ == "__main__":
    main()
