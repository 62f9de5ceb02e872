"""Stored HTML cut into the pieces that a merge moves about, so that joining them gives the text back."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

VOID = frozenset({"br", "img", "hr", "col"})
INLINE = frozenset({"a", "strong", "em", "s", "u", "code", "sub", "sup", "br", "img"})
# What holds blocks of its own: two people who change different ones of these change different things.
HOLDERS = frozenset({"ul", "ol", "table", "thead", "tbody", "tfoot", "blockquote", "details", "dl"})
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>')
HEADING_ID = re.compile(r'(?<=<h[2-4]) id="[^"]*"')
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Piece:
    """One element of a text (or loose words between two). ``tag`` is empty for loose words."""

    html: str
    tag: str = ""

    @cached_property
    def key(self) -> str:
        """What says that two pieces are the same: the anchor of a heading and the blanks between elements do not count."""
        if self.tag == "pre":
            return self.html
        return " ".join(re.sub(r">\s+<", "><", HEADING_ID.sub("", self.html)).split())

    @cached_property
    def words(self) -> Counter[str]:
        found = Counter(WORD.findall(TAG.sub(" ", self.html).casefold()))
        for source in re.findall(r'<img\b[^>]*\bsrc="([^"]*)"', self.html):
            found[source] += 1
        return found

    @cached_property
    def word_total(self) -> int:
        return self.words.total()

    @property
    def opening(self) -> str:
        match = TAG.match(self.html)
        return match[0] if match else ""

    @property
    def inner(self) -> str:
        return self.html[len(self.opening) : -len(f"</{self.tag}>")]

    @cached_property
    def children(self) -> list["Piece"]:
        return pieces_of(self.inner)

    @cached_property
    def holds_blocks(self) -> bool:
        """Say whether a merge may look inside: a list, a table, a quotation; an item that holds a list or paragraphs."""
        if self.tag in HOLDERS:
            return True
        return self.tag in ("li", "dd") and any(child.tag and child.tag not in INLINE for child in self.children)

    def likeness(self, other: "Piece") -> float:
        """Return how many words the two share, 0 to 1."""
        total = self.word_total + other.word_total
        if not total:
            return 1.0 if self.tag == other.tag else 0.0
        if 2 * min(self.word_total, other.word_total) < 0.3 * total:
            return 0.0
        shared = 2 * (self.words & other.words).total() / total
        return shared if self.tag == other.tag else shared * 0.8


def pieces_of(html: str) -> list[Piece]:
    """Return the pieces of clean ``html`` in order. Blanks between them are left out; nothing else is."""
    return list(_pieces(html))


def _pieces(html: str) -> Iterator[Piece]:
    loose = start = depth = 0
    name = ""
    for tag in TAG.finditer(html):
        if depth == 0:
            if tag[1] or tag[2] in INLINE:
                if not tag[1] and tag[2] not in VOID:
                    name, depth = "", 1  # formatting among loose words: it ends before a piece can
                continue
            if html[loose : tag.start()].strip():
                yield Piece(html[loose : tag.start()].strip())
            if tag[2] in VOID:
                yield Piece(tag[0], tag[2])
                loose = tag.end()
                continue
            name, start, depth = tag[2], tag.start(), 1
        elif tag[1]:
            depth -= 1
            if depth == 0 and name:
                yield Piece(html[start : tag.end()], name)
                loose = tag.end()
        elif tag[2] not in VOID:
            depth += 1
    rest = html[start if depth and name else loose :]
    if rest.strip():
        yield Piece(rest.strip())
