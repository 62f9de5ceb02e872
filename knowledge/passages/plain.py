"""The characters of a text without its markup and its white space, each with its place in the HTML.

A browser and the server disagree about white space (between blocks, in tables, in line breaks), never about the other
characters: so passages are found among these alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

TOKEN = re.compile(r"<[^>]*>|[^<]+|<")
CHARACTER = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});|.", re.DOTALL)
BLOCK = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|table|tr|t[dh]|caption|pre|blockquote|fig\w+|hr|br|d[ltd]|details|summary)\b"
)
# Of no width: what is copied from a page may have lost them, or gained some.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff\x00")


def squeezed(text: str) -> str:
    """Return ``text`` without white space and characters of no width."""
    return "".join(c for c in text if not c.isspace() and c not in UNSEEN)


@dataclass(frozen=True)
class Piece:
    """A stretch of text between two tags: from ``start`` to ``end`` of the HTML; its first character is number ``first``.

    ``places``: for each of its characters where it begins and ends in the HTML.
    """

    start: int
    end: int
    first: int
    block: int
    places: list[tuple[int, int]]


class Plain:
    """``text``: the squeezed text of ``html`` (clean: no ">" within a tag). ``pieces``: where each part of it stands."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.pieces: list[Piece] = []
        characters: list[str] = []
        block = 0
        for token in TOKEN.finditer(html):
            raw = token[0]
            if raw[0] == "<" and len(raw) > 1:
                block += bool(BLOCK.match(raw))
                continue
            first, places = len(characters), []
            for shown, start, end in _characters(raw, token.start()):
                for one in shown:
                    if not one.isspace() and one not in UNSEEN:
                        characters.append(one)
                        places.append((start, end))
            if places:
                self.pieces.append(Piece(token.start(), token.end(), first, block, places))
        self.text = "".join(characters)

    def within(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """Yield each piece that holds some of the characters from ``start`` to ``end``, with where these stand in the HTML."""
        for piece in self.pieces:
            last = piece.first + len(piece.places)
            if piece.first < end and last > start:
                begins = piece.places[max(start - piece.first, 0)][0]
                yield piece, begins, piece.places[min(end, last) - 1 - piece.first][1]

    def readable(self, start: int, end: int) -> str:
        """Return these characters as people read them: on one line, single spaces between words."""
        words: list[str] = []
        block = None
        for piece, begins, ends in self.within(start, end):
            apart = " " if block not in (None, piece.block) or self._is_spaced(piece, begins) else ""
            lead = apart if words else ""
            tail = self.html[ends : piece.end]
            words.append(lead + unescape(self.html[begins:ends]) + (" " if tail and not tail.strip() else ""))
            block = piece.block
        return " ".join("".join(c for c in "".join(words) if c not in UNSEEN).split())

    def _is_spaced(self, piece: Piece, begins: int) -> bool:
        return begins > piece.start and not self.html[piece.start : begins].strip()


def _characters(raw: str, at: int) -> Iterator[tuple[str, int, int]]:
    if "&" not in raw:
        for number, one in enumerate(raw, start=at):
            yield one, number, number + 1
        return
    for found in CHARACTER.finditer(raw):
        yield unescape(found[0]), at + found.start(), at + found.end()
