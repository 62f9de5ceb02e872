"""A CSV as somebody's spreadsheet wrote it: any usual encoding and separator; a broken row costs that row alone."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.imports.records import BadFile

LARGEST = 5 * 1024 * 1024
_MOST_BROKEN = 100
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (";", ",", "\t")


@dataclass
class Sheet:
    """``rows`` are (line, cells), as many cells as ``header`` has; ``errors`` are (line, what is wrong with it)."""

    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


def decode(raw: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was in: what its mark says, else UTF-8, else Windows-1252 (Latin-1's heir)."""
    if not raw.strip():
        raise BadFile(_("The file is empty."))
    if len(raw) > LARGEST:
        raise BadFile(_("The file is larger than %(size)d MB: split it.") % {"size": LARGEST // 1024**2})
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise BadFile(_("The file says that it is %(encoding)s, and is not.") % {"encoding": encoding}) from None
        encoding, text = "windows-1252", raw.decode("windows-1252", errors="replace")
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise BadFile(_("Line %(line)d holds a NUL: this is no text file.") % {"line": line})
    return text, encoding.removesuffix("-sig")


def read_sheet(text: str) -> Sheet:
    """Return the rows of ``text``. Of a row with too few or too many columns, or an open quote, the line is named."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if not first.count(delimiter):
        raise BadFile(_("The first line must name the columns, separated by ; , or tab."))
    start = lines.index(first)
    header, used = _record(lines, start, delimiter)
    sheet = Sheet([name.strip() for name in header])
    if len(set(sheet.header)) < len(sheet.header):
        raise BadFile(_("Two columns have the same name."))
    at = start + used
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        at += _take(sheet, lines, at, delimiter)
        if len(sheet.errors) >= _MOST_BROKEN:
            raise BadFile(
                _("More than %(most)d rows are broken, the last on line %(line)d.") % {"most": _MOST_BROKEN, "line": at}
            )
    return sheet


def _take(sheet: Sheet, lines: list[str], at: int, delimiter: str) -> int:
    """Read the record that begins on line ``at`` (from 0); return how many lines it took. Of a broken one, its first."""
    try:
        cells, used = _record(lines, at, delimiter)
    except csv.Error:
        sheet.errors.append((at + 1, _("a quote is not closed, or a cell is too long")))
        return 1
    if len(cells) == len(sheet.header):
        sheet.rows.append((at + 1, cells))
        return used
    words = ngettext(
        "%(found)d column where the first line has %(wanted)d",
        "%(found)d columns where the first line has %(wanted)d",
        len(cells),
    ) % {"found": len(cells), "wanted": len(sheet.header)}
    sheet.errors.append((at + 1, words))
    return 1


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    csv.field_size_limit(1024 * 1024)
    reader = csv.reader(_from(lines, at), delimiter=delimiter, strict=True)
    return next(reader), reader.line_num


def _from(lines: list[str], at: int) -> Iterator[str]:
    return (lines[number] for number in range(at, len(lines)))
