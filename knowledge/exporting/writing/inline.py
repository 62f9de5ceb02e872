"""The text of one paragraph, heading or cell as Markdown."""

import re
from collections.abc import Iterable
from html import escape

from bs4 import Tag
from bs4.element import PageElement, PreformattedString
from markdown_it.common.normalize_url import normalizeLink, validateLink

from intranet.core.richtext.allowed import INLINE
from knowledge.exporting.writing.canonical import SPACES


class Unsayable(Exception):
    """Markdown has no way to write this; HTML has."""


_SPECIAL = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)|~~|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|\^(?=\[)")
_LINE_START = re.compile(r"^([ ]*)(?=#{1,6}(?:[ ]|$)|>|[-+*](?:[ ]|$)|[-=:|+][-=:| +]*$|~~~|:)", re.MULTILINE)
_NUMBER = re.compile(r"^([ ]*\d{1,9})(?=[.)](?:[ ]|$))", re.MULTILINE)
_MARKS = {"strong": "**", "em": "*", "s": "~~"}
_PLAIN_URL = re.compile(r"[^\s<>()\\]*")


class Inline:
    """Writes what stands in one block. ``one_line``: a cell or a heading; ``tags``: emphasis as HTML tags."""

    def __init__(self, *, one_line: bool = False, in_cell: bool = False, tags: bool = False) -> None:
        self.one_line, self.in_cell, self.tags = one_line or in_cell, in_cell, tags

    def text_of(self, nodes: Iterable[PageElement]) -> str:
        """Return ``nodes`` as Markdown, safe at the beginning of its lines."""
        written = "".join(self._node(node) for node in nodes)
        # Python's strip() would take no-break spaces, which are part of the text.
        written = re.sub(r"[ \t]*\n[ \t]*", "\n", written).strip(" \t\n")
        written = re.sub(r"\A\xa0|\xa0\Z", "&nbsp;", written)
        if self.one_line:
            return written
        return _NUMBER.sub(r"\1\\", _LINE_START.sub(r"\1\\", written))

    def _node(self, node: PageElement) -> str:
        if isinstance(node, Tag):
            return self._tag(node)
        if isinstance(node, PreformattedString):
            return ""
        text = self._escaped(str(node))
        # An exclamation mark just before a link would make it a picture.
        return text[:-1] + r"\!" if text.endswith("!") and _is(node.next_sibling, "a") else text

    def _escaped(self, text: str) -> str:
        text = SPACES.sub(lambda space: " " if self.one_line or "\n" not in space[0] else "\n", text)
        text = _SPECIAL.sub(lambda special: "\\" + special[0] if special[0] != "~~" else r"\~\~", text)
        return text.replace("|", r"\|") if self.in_cell else text

    def _tag(self, tag: Tag) -> str:
        name = tag.name
        if name not in INLINE:
            raise Unsayable(name)
        if name == "br":
            return "<br>" if self.one_line or not _says_more(tag) else "\\\n"
        if name == "img":
            return self._picture(tag)
        if name == "code":
            return self._code(tag)
        inner = "".join(self._node(child) for child in tag.children)
        if name == "a":
            return self._link(tag, inner)
        mark = _MARKS.get(name)
        if mark is None or self.tags or not inner or inner[0].isspace() or inner[-1].isspace():
            return f"<{name}>{inner}</{name}>"
        if name == "em" and (_alone_in(tag, "strong") or (len(tag.contents) == 1 and _is(tag.contents[0], "strong"))):
            mark = "_"
        return f"{mark}{inner}{mark}"

    def _code(self, tag: Tag) -> str:
        text = SPACES.sub(" ", tag.get_text())
        if tag.attrs or not text.strip() or any(isinstance(child, Tag) for child in tag.children):
            return f"<code{_attributes(tag)}>{''.join(self._node(child) for child in tag.children)}</code>"
        fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
        pad = " " if text[0] in " `" or text[-1] in " `" else ""
        text = text.replace("|", r"\|") if self.in_cell else text
        return f"{fence}{pad}{text}{pad}{fence}"

    def _link(self, tag: Tag, inner: str) -> str:
        href = str(tag.get("href") or "")
        if (
            not href
            or set(tag.attrs) - {"href", "title", "rel"}
            or normalizeLink(href) != href
            or not validateLink(href)
        ):
            return f"<a{_attributes(tag)}>{inner}</a>"
        if tag.get_text() == href and not tag.get("title") and re.fullmatch(r"https?://[\w./?=&%#:+~-]+", href):
            return f"<{href}>" if not self.in_cell else f"[{inner}]({href})"
        return f"[{inner}]({_address(href, self.in_cell)}{_title(tag)})"

    def _picture(self, tag: Tag) -> str:
        source = str(tag.get("src") or "")
        if set(tag.attrs) - {"src", "alt", "loading"} or normalizeLink(source) != source:
            return f"<img{_attributes(tag)}>"
        return f"![{self._escaped(str(tag.get('alt') or ''))}]({_address(source, self.in_cell)})"


def _says_more(tag: Tag) -> bool:
    """Say whether something stands after ``tag`` in its block: a break at the end of a paragraph is no Markdown break."""
    after = tag.next_sibling
    while after is not None:
        if _is(after, "img") or (not _is(after, "br") and after.get_text().strip(" \t\n")):
            return True
        after = after.next_sibling
    return False


def _is(node: object, name: str) -> bool:
    return isinstance(node, Tag) and node.name == name


def _alone_in(tag: Tag, name: str) -> bool:
    return _is(tag.parent, name) and tag.parent is not None and len(tag.parent.contents) == 1


def _address(url: str, in_cell: bool) -> str:
    url = url.replace("|", r"\|") if in_cell else url
    return url if _PLAIN_URL.fullmatch(url) and url else f"<{url}>"


def _title(tag: Tag) -> str:
    title = str(tag.get("title") or "")
    return ' "' + re.sub(r'(["\\])', r"\\\1", title) + '"' if title else ""


def _attributes(tag: Tag) -> str:
    """Return the attributes of ``tag`` as HTML writes them, those that cleaning puts back left out."""
    kept = {key: value for key, value in tag.attrs.items() if key not in {"rel", "loading"}}
    values = {key: " ".join(value) if isinstance(value, list) else str(value) for key, value in kept.items()}
    return "".join(f' {key}="{escape(value)}"' for key, value in values.items())
