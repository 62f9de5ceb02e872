"""Which documents of a source are read, and by what."""

from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath

from knowledge.importing.documents import Parsed, parse_markdown
from knowledge.importing.folders import MEDIA
from knowledge.importing.pages import parse_html
from knowledge.importing.word import parse_docx

Parse = Callable[..., Parsed]

FORMATS: dict[str, tuple[frozenset[str], Parse]] = {
    "markdown": (frozenset({".md", ".markdown"}), parse_markdown),
    "html": (frozenset({".html", ".htm", ".xhtml"}), parse_html),
    "docx": (frozenset({".docx", ".docm"}), parse_docx),
}


def guessed(paths: list[PurePosixPath]) -> str:
    """Return the format of a source: Markdown if there is any (what else is there are files beside it), then HTML."""
    counted = Counter(path.suffix.lower() for path in paths if MEDIA not in path.parts)
    return next((name for name, (suffixes, _parse) in FORMATS.items() if any(counted[s] for s in suffixes)), "markdown")


def documents_of(paths: list[PurePosixPath], name: str) -> list[PurePosixPath]:
    """Return those of ``paths`` that are documents of the format ``name``."""
    suffixes = FORMATS[name][0]
    return [path for path in paths if path.suffix.lower() in suffixes and MEDIA not in path.parts]
