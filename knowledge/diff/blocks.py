"""Stored HTML as a list of blocks of words: what two versions are compared by."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

HEADINGS = frozenset({"h2", "h3", "h4"})
LEAVES = HEADINGS | frozenset({"p", "li", "tr", "pre", "figcaption", "caption", "summary", "dt", "dd", "hr"})
MARKS = frozenset({"strong", "em", "s", "u", "code", "sub", "sup"})
# In these, the elements that would begin a block stay within the one that is open.
CLOSED = frozenset({"tr", "pre"})
# Blocks that cannot share more than this are not looked at closer.
LEAST = 0.4
WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Token:
    """A word (or a sign, a picture, the border of a cell) with its formatting. ``space``: a blank stands before it."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    kind: str = "word"
    space: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item, table row or line of code. ``quoted`` and ``depth`` say where it stands."""

    kind: str
    tokens: tuple[Token, ...]
    quoted: bool = False
    depth: int = 0

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(token.text.casefold() for token in self.tokens if token.kind != "cell")

    @cached_property
    def word_total(self) -> int:
        return self.words.total()

    @cached_property
    def cells(self) -> tuple[tuple[Token, ...], ...]:
        """Return what stands in each cell of a row."""
        cells: list[list[Token]] = [[]]
        for token in self.tokens:
            if token.kind == "cell":
                cells.append([])
            else:
                cells[-1].append(token)
        return tuple(map(tuple, cells))

    @property
    def text(self) -> str:
        return "".join((" " if token.space else "") + token.text for token in self.tokens).strip()

    def likeness(self, other: "Block") -> float:
        """Return how much the two share, 0 to 1: twice the words in common over the words of both."""
        total = self.word_total + other.word_total
        if not total:
            return 1.0 if self.kind == other.kind else 0.0
        if 2 * min(self.word_total, other.word_total) < LEAST * total:
            return 0.0
        shared = 2 * (self.words & other.words).total() / total
        return shared if self.kind == other.kind else shared * 0.8


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of clean ``html`` in reading order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self.tokens: list[Token] = []
        self.kind = "p"
        self.open: list[str] = []
        self.href = ""
        self.space = False
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in LEAVES and not self._within():
            self._end_block()
            inner = tag == "p" and self.open and self.open[-1] in ("li", "dd", "dt") and self.kind == self.open[-1]
            self.kind = self.kind if inner else tag
        if tag == "hr":
            self.found.append(Block("hr", (Token("* * *"),)))
            return
        if tag == "tr":
            self.cells = 0
        elif tag in ("td", "th"):
            if self.cells:
                self.tokens.append(Token("|", kind="cell", space=True))
            self.cells += 1
            self.space = False
        elif tag == "img":
            name = values.get("alt") or ""
            self.tokens.append(Token(name, href=values.get("src") or "", kind="image", space=self.space))
            self.space = False
            return
        elif tag == "br":
            self.handle_data("\n")
            return
        elif tag == "a":
            self.href = values.get("href") or ""
        elif tag in ("ul", "ol", "table", "blockquote", "figure", "details", "dl"):
            self._end_block()
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]
        if tag == "a":
            self.href = ""
        elif tag in LEAVES and not self._within():
            self._end_block()
            self.kind = "li" if "li" in self.open else "p"
        elif tag in ("ul", "ol", "table", "blockquote", "figure", "details", "dl"):
            self._end_block()

    def handle_data(self, data: str) -> None:
        if "pre" in self.open:
            self._code(data)
            return
        marks = MARKS & set(self.open)
        for piece in WORD.findall(data):
            if piece.isspace():
                self.space = bool(self.tokens)
                continue
            self.tokens.append(Token(piece, marks, self.href, space=self.space))
            self.space = False

    def _code(self, data: str) -> None:
        for number, line in enumerate(data.split("\n")):
            if number:
                self._end_block(even_empty=True)
                self.kind = "pre"
            self.tokens += [Token(piece, kind="code") for piece in WORD.findall(line)]

    def _within(self) -> bool:
        return any(tag in CLOSED for tag in self.open)

    def _end_block(self, *, even_empty: bool = False) -> None:
        if self.tokens or even_empty:
            depth = max(0, sum(tag in ("ul", "ol") for tag in self.open) - 1)
            self.found.append(Block(self.kind, tuple(self.tokens), "blockquote" in self.open, depth))
        self.tokens = []
        self.space = False

    def finished(self) -> list[Block]:
        self._end_block()
        return self.found
