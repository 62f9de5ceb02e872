"""The step between bleach and nh3: bring what other editors write into our own structure."""

from collections.abc import Iterator
from typing import Any

from bleach.html5lib_shim import Filter
from django.conf import settings

from intranet.core.richtext.allowed import BOXES, HEADINGS, INLINE, RENAMED, attribute_value

Token = dict[str, Any]
EXTERNAL_REL = "noopener noreferrer nofollow"
# Where loose text becomes paragraphs; in the others (a list item, a cell) it may stand as it is.
FLOWS = frozenset({"blockquote"})
TEXT = frozenset({"Characters", "SpaceCharacters", "Entity"})


def _start(name: str, **attributes: str) -> Token:
    return {"type": "StartTag", "name": name, "namespace": None, "data": {(None, k): v for k, v in attributes.items()}}


def _end(name: str) -> Token:
    return {"type": "EndTag", "name": name, "namespace": None, "data": {}}


class Restructure(Filter):
    """Rename tags, take boxes away, wrap loose text in paragraphs, make foreign images links, set ``rel``.

    ``oddities`` gets the name of each block found inside inline formatting: parsing that again may move it.
    """

    def __init__(self, source: Any, *, tags: frozenset[str], oddities: list[str]) -> None:
        super().__init__(source)
        self.tags = tags
        self.oddities = oddities

    def __iter__(self) -> Iterator[Token]:
        self.open: list[str] = []
        self.paragraph = False
        self.break_due = False
        for token in super().__iter__():
            yield from self._token(token)
        yield from self._close_paragraph()

    def _token(self, token: Token) -> Iterator[Token]:
        kind = token["type"]
        if kind in TEXT:
            blank = kind == "SpaceCharacters" or (kind == "Characters" and not token["data"].strip())
            if not blank or self.paragraph or not self._in_flow():
                yield from self._inline(blank=blank)
                yield token
        elif kind in ("StartTag", "EmptyTag"):
            yield from self._started(token)
        elif kind == "EndTag":
            yield from self._ended(token)

    def _in_flow(self) -> bool:
        return not self.open or self.open[-1] in FLOWS

    def _inline(self, *, blank: bool = False) -> Iterator[Token]:
        if self.break_due and not blank and not self._in_flow():
            self.break_due = False
            yield {"type": "EmptyTag", "name": "br", "namespace": None, "data": {}}
        if self._in_flow() and not self.paragraph:
            self.paragraph = True
            yield _start("p")

    def _close_paragraph(self) -> Iterator[Token]:
        if self.paragraph and self._in_flow():
            self.paragraph = False
            yield _end("p")

    def _started(self, token: Token) -> Iterator[Token]:
        name = RENAMED.get(token["name"]) or str(token["name"])
        if name in BOXES:
            yield from self._close_paragraph()
            return
        if name in INLINE:
            yield from self._inline()
        else:
            if INLINE.intersection(self.open):
                self.oddities.append(name)
            yield from self._close_paragraph()
            self.break_due = False
        if name == "img" and attribute_value("img", "src", token["data"].get((None, "src"), "")) is None:
            yield from self._foreign_image(token)
            return
        if token["type"] == "StartTag":
            self.open.append(name)
        for part in self._parts(name):
            if name == "a":
                self._link(token)
            yield {**token, "name": part} if part in (name, "p") else _start(part)

    def _ended(self, token: Token) -> Iterator[Token]:
        name = RENAMED.get(token["name"]) or str(token["name"])
        if name in BOXES:
            yield from self._close_paragraph()
            self.break_due = not self._in_flow()
            return
        if name in FLOWS:
            yield from self._close_paragraph()
        if self.open and self.open[-1] == name:
            self.open.pop()
        self.break_due = False
        for part in reversed(self._parts(name)):
            yield _end(part)

    def _parts(self, name: str) -> tuple[str, ...]:
        """Return what stands for ``name``: in a post, a heading is a paragraph in bold."""
        return ("p", "strong") if name in HEADINGS and name not in self.tags else (name,)

    def _link(self, token: Token) -> None:
        """Make our own absolute addresses relative; keep other sites from knowing where the reader came from."""
        attributes = token["data"]
        attributes.pop((None, "rel"), None)
        href = attributes.get((None, "href"), "")
        base = settings.PARVIS_BASE_URL.rstrip("/") + "/"
        if href.startswith(base) and not href.startswith(base + "/"):
            attributes[(None, "href")] = href[len(base) - 1 :]
        elif href[:4].lower() == "http":
            attributes[(None, "rel")] = EXTERNAL_REL

    def _foreign_image(self, token: Token) -> Iterator[Token]:
        source = token["data"].get((None, "src"), "")
        text = token["data"].get((None, "alt"), "").strip() or source
        words = {"type": "Characters", "data": text}
        if "a" in self.open or not source:
            yield words
            return
        start = _start("a", href=source)
        self._link(start)
        yield start
        yield words
        yield _end("a")
