"""The links of a text, with the words around them. Pure: no database."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from intranet.core.richtext.reading import BLOCKS

MOST_LINKS = 500
LONGEST_PASSAGE = 200
LONGEST_WORDS = 120
LONGEST_TITLE = 200
WANTED_PATH = "/knowledge/-/wanted/"


@dataclass
class Link:
    """One link: where it leads (``href``, and ``ref`` when the editor knew what it is), its words, the sentence around."""

    href: str
    ref: str = ""
    words: str = ""
    passage: str = ""
    at: int = 0


class _Links(HTMLParser):
    """Collects the links. The passage of each is cut from its block, around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self.pending: list[Link] = []
        self.open: Link | None = None
        self.block = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS and tag != "br":
            self.flush()
        elif tag == "br":
            self.block += " "
        elif tag == "a" and len(self.links) < MOST_LINKS:
            given = {name: value or "" for name, value in attrs}
            mentioned = given.get("data-mention", "")
            ref = given.get("data-ref", "") or (f"person:{mentioned}" if mentioned else "")
            self.open = Link(given.get("href", ""), ref, at=len(self.block))
            self.links.append(self.open)
            self.pending.append(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.open = None
        elif tag in BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        self.block += data
        if self.open is not None:
            self.open.words = (self.open.words + data)[:LONGEST_WORDS]

    def flush(self) -> None:
        for link in self.pending:
            link.words = " ".join(link.words.split())
            link.passage = _around(self.block, link.at)
        self.pending, self.block, self.open = [], "", None


def _around(block: str, at: int) -> str:
    """Return the part of ``block`` around place ``at``, whole words, at most ``LONGEST_PASSAGE`` characters."""
    start = max(0, at - 60)
    if start:
        space = block.find(" ", start, at)
        start = space + 1 if space != -1 else start
    cut = " ".join(block[start : start + 2 * LONGEST_PASSAGE].split())
    whole = ("… " if start else "") + cut
    if len(whole) <= LONGEST_PASSAGE - 2:
        return whole
    short = whole[: LONGEST_PASSAGE - 2]
    return (short.rsplit(" ", 1)[0] if " " in short[20:] else short) + " …"


def links_in(html: str) -> list[Link]:
    """Return the links of clean ``html``, in order; the first ``MOST_LINKS`` of them."""
    if "<a " not in html:
        return []
    parser = _Links()
    parser.feed(html)
    parser.close()
    parser.flush()
    return parser.links


def own_path(href: str, *, base: str, host: str) -> tuple[str, str] | None:
    """Return the path and query of ``href`` on this site; ``None`` for what leads elsewhere, or within the same text.

    ``base`` is the address of the article (relative links start there), ``host`` the name of this site.
    """
    try:
        if not href or href.startswith("#"):
            return None
        parts = urlsplit(urljoin(base, href))
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc.lower() != host):
            return None
        path = unquote(parts.path)
    except ValueError:
        return None
    return (path, parts.query) if path and "\x00" not in path else None


def wanted_title(path: str, query: str) -> str:
    """Return the title that a link to a page still to be written asks for, or ""."""
    if path.rstrip("/") + "/" != WANTED_PATH:
        return ""
    try:
        found = parse_qs(query).get("title", [""])[0]
    except ValueError:
        return ""
    return " ".join(found.replace("\x00", "").split())[:LONGEST_TITLE]
