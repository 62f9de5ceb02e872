"""One style sheet for the site, put together from many small ones.

``css/site.css`` is every style sheet of ``static/css`` in the order of the layers. The finder builds it under
``var/`` when a source is newer, so it is served alike by ``runserver``, ``collectstatic`` and the tests.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

LAYERS = ("reset", "tokens", "base", "components", "pages", "utilities")
NAME = "css/site.css"
SOURCES = Path(settings.BASE_DIR) / "intranet" / "static" / "css"
BUILT = Path(settings.VAR_DIR) / "bundle"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


def sources() -> list[tuple[str, Path]]:
    """Return (layer, file) in the order in which they stand in the bundle; fonts are outside the layers."""
    found = [("", SOURCES / "fonts.css")]
    for layer in LAYERS:
        if (single := SOURCES / f"{layer}.css").exists():
            found.append((layer, single))
        found += [(layer, path) for path in sorted((SOURCES / layer).glob("*.css"))]
    return found


def build() -> str:
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer, path in sources():
        css = _SPACE.sub(" ", _COMMENT.sub("", path.read_text())).strip()
        parts.append(f"@layer {layer} {{ {css} }}" if layer else css)
    return "\n".join(parts) + "\n"


def fresh() -> Path:
    """Return the bundle on disk, built again if a source changed or went. Two processes may build at once."""
    target = BUILT / NAME
    inputs = [path for _, path in sources()]
    newest = max(path.stat().st_mtime for path in {*inputs, *(path.parent for path in inputs)})
    if not target.exists() or target.stat().st_mtime < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{id(target)}.tmp")
        draft.write_text(build())
        draft.replace(target)
    return target


class BundleFinder(BaseFinder):
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        found = str(fresh())
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        fresh()
        yield NAME, FileSystemStorage(location=BUILT)
