"""Opening a file that somebody says is an export, and refusing it in one clear line when it is not."""

import csv
import io
from pathlib import Path

from ideas.imports.records import BadFile

_LARGEST = 200 * 1024 * 1024
_DELIMITERS = (";", ",", "\t")


def read_text(path: Path) -> str:
    """Return the text of ``path``: UTF-8, with or without its mark, no NUL."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadFile(f"{path}: larger than {_LARGEST // 1024**2} MB; split it")
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from error
    if not raw.strip():
        raise BadFile(f"{path}: the file is empty")
    if b"\x00" in raw:
        line = raw[: raw.index(b"\x00")].count(b"\n") + 1
        raise BadFile(f"{path}: line {line} holds a NUL byte: this is not a text file, or not UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadFile(f"{path}: line {line} is not UTF-8 (byte 0x{raw[error.start]:02X}); save it as UTF-8") from error


def read_rows(path: Path, text: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV by column name, each with the line it ends on. A row cut short refuses the file."""
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    if first.count(delimiter) == 0:
        raise BadFile(f"{path}: the first line is no header of columns separated by ; , or tab")
    csv.field_size_limit(10 * 1024 * 1024)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                header = [name.strip() for name in cells]
            elif cells:
                if len(cells) != len(header):
                    raise BadFile(
                        f"{path}: line {reader.line_num} has {len(cells)} columns where the header has {len(header)}: "
                        "the file is truncated or its delimiter is not the header's"
                    )
                rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        raise BadFile(
            f"{path}: line {reader.line_num}: {error}: the file is truncated or its quotes are broken"
        ) from error
    return rows
