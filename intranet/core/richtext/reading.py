"""Reading stored (clean) HTML: its words, headings, pictures and the people it names."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import overload

from django.utils.text import slugify

from intranet.core.richtext.allowed import MEDIA
from intranet.core.richtext.cleaning import CleanHTML

BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "caption",
        "pre",
        "blockquote",
        "figure",
        "figcaption",
        "hr",
        "br",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "div",
    ]
)
HEADING = re.compile(r"<h([2-4])(?: id=\"([^\"]*)\")?>(.*?)</h\1>", re.DOTALL)
KEY = re.compile(r'(?:src|href)="' + MEDIA[:7] + "(" + MEDIA[7:] + ")")
PICTURE = re.compile(r"<img\b[^>]*>")
WIDTH = re.compile(r' width="(\d{1,5})"')
LARGE = 1000
MENTION = re.compile(r'<a\b[^>]*\bdata-mention="(\d{1,18})"')


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _words(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


def to_text(html: str) -> str:
    """Return the words of ``html`` as plain text, a line a block, the cells of a row apart; for search and mails."""
    words = _words(html) if "<" in html else unescape(html)
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(html: str, length: int = 200) -> str:
    """Return the beginning of the text, at most ``length`` characters, cut between words, on one line."""
    text = re.sub(r"[ \t\r\n\f]+", " ", to_text(html)).strip()  # no-break spaces stay what they are
    if len(text) <= length:
        return text
    cut = text[:length].rsplit(" ", 1)[0] if " " in text[:length] else text[: length - 1]
    return cut.rstrip(" \xa0\u202f,;:.–—-«“(") + "…"


def word_count(html: str) -> int:
    return len(to_text(html).split())


def heading_id(text: str, taken: set[str] | None = None) -> str:
    """Return the anchor of a heading called ``text``: "s-" and its slug, numbered when ``taken`` has it (and added)."""
    base = f"s-{slugify(text)[:80].strip('-') or 'section'}"
    taken = set() if taken is None else taken
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _each_heading(html: str, visit: Callable[[int, str, str, str], str]) -> str:
    taken = {match[2] for match in HEADING.finditer(html) if match[2]}

    def found(match: re.Match[str]) -> str:
        text = " ".join(to_text(match[3]).split())
        return visit(int(match[1]), match[2] or heading_id(text, taken), text, match[3])

    return HEADING.sub(found, html)


def headings(html: str) -> list[tuple[int, str, str]]:
    """Return the headings of clean ``html`` in order: (level 2–4, the id that ``with_heading_ids`` gives, plain text)."""
    result: list[tuple[int, str, str]] = []

    def note(level: int, name: str, text: str, inner: str) -> str:
        if text:
            result.append((level, name, text))
        return ""

    _each_heading(html, note)
    return result


@overload
def with_heading_ids(html: CleanHTML) -> CleanHTML: ...
@overload
def with_heading_ids(html: str) -> str: ...
def with_heading_ids(html: str) -> str:
    """Return ``html`` with an id on each heading, so that a table of contents can lead there. Stays clean if it was."""
    result = _each_heading(html, lambda level, name, text, inner: f'<h{level} id="{name}">{inner}</h{level}>')
    return CleanHTML(result) if isinstance(html, CleanHTML) else result


def _picture(match: re.Match[str]) -> str:
    tag = match[0] if " alt=" in match[0] else match[0].replace("<img", '<img alt=""', 1)
    source, width = KEY.search(tag), WIDTH.search(tag)
    if not source or not width or int(width[1]) < LARGE:
        return tag
    address = MEDIA[:7] + source[1]
    sizes = f'srcset="{address}/small 800w, {address} {width[1]}w" sizes="(max-width: 48rem) 92vw, 44rem"'
    return tag.replace("<img", f"<img {sizes}", 1)


@overload
def with_pictures(html: CleanHTML) -> CleanHTML: ...
@overload
def with_pictures(html: str) -> str: ...
def with_pictures(html: str) -> str:
    """Return ``html`` with a lighter picture for phones where there is one, and no picture without a description.

    Clean HTML has no ">" within the attributes of a tag, so the tags can be found as text.
    """
    result = PICTURE.sub(_picture, html)
    return CleanHTML(result) if isinstance(html, CleanHTML) else result


def upload_keys(html: str) -> set[str]:
    """Return the keys (uuid) of the uploads that ``html`` shows or links to."""
    return set(KEY.findall(unescape(html)))


def mentioned_ids(html: str) -> set[int]:
    """Return the ids of the people whom ``html`` mentions. Whoever notifies checks that they exist and may read it."""
    return {int(number) for number in MENTION.findall(html)}
