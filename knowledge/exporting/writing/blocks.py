"""The blocks of a text as Markdown: paragraphs, headings, lists, quotations, code, tables. The rest stays HTML."""

import re

from bs4 import Tag
from bs4.dammit import EntitySubstitution
from bs4.element import NavigableString, PageElement, PreformattedString
from bs4.formatter import HTMLFormatter

from intranet.core.richtext.allowed import INLINE
from knowledge.exporting.writing.inline import Inline, Unsayable
from knowledge.importing.tidying import TICKED, UNTICKED

_FORMATTER = HTMLFormatter(
    entity_substitution=EntitySubstitution.substitute_xml,
    void_element_close_prefix="",
    empty_attributes_are_booleans=False,
)
_LINES_AFTER = re.compile(r"(</(?:tr|li|dd|dt|p)>|<(?:table|thead|tbody)>) ?(?=<)")
_PRE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_BOX = re.compile(rf"\A([{TICKED}{UNTICKED}])[ \n]")
# Makes a list of one short item one of paragraphs: two blocks in an item, with an empty line between.
NOTHING = "<!-- -->"


class Blocks:
    """Writes blocks; ``tags`` writes emphasis as HTML tags, for where the marks would be read otherwise."""

    def __init__(self, *, tags: bool = False) -> None:
        self.tags = tags

    def block(self, node: Tag) -> str:
        """Return ``node`` as Markdown, or as HTML where Markdown has no words for it."""
        try:
            return self._written(node)
        except Unsayable:
            return as_html(node, nested=node.parent is not None and node.parent.name != "[document]")

    def _written(self, node: Tag) -> str:
        name = node.name
        if name == "p":
            return self._paragraph(list(node.children))
        if name in {"h2", "h3", "h4"}:
            return self._heading(node)
        if name == "hr":
            return "---"
        if name in {"ul", "ol"}:
            return self._list(node)
        if name == "blockquote":
            inner = self.join(_tags_in(node))
            return "\n".join(f"> {line}".rstrip(" ") for line in inner.split("\n"))
        if name == "pre":
            return self._code(node)
        if name == "table":
            return self._table(node)
        raise Unsayable(name)

    def join(self, nodes: list[Tag], *, between: str = "\n\n") -> str:
        """Return ``nodes`` one after the other; two lists of one kind are held apart by a comment."""
        parts: list[str] = []
        before = ""
        for node in nodes:
            if node.name in {"ul", "ol"} and node.name == before:
                parts.append(NOTHING)
            parts.append(self.block(node))
            before = node.name
        return between.join(parts)

    def _inline(self, nodes: list[PageElement], **options: bool) -> str:
        return Inline(tags=self.tags, **options).text_of(nodes)

    def _paragraph(self, nodes: list[PageElement]) -> str:
        text = self._inline(nodes)
        if not text:
            raise Unsayable("an empty paragraph")
        return text

    def _heading(self, node: Tag) -> str:
        text = self._inline(list(node.children), one_line=True)
        if not text or node.get("id") or "\n" in text:
            raise Unsayable("a heading with an anchor of its own")
        return "#" * int(node.name[1]) + " " + re.sub(r"(#+)\Z", r"\\\1", text)

    def _list(self, node: Tag) -> str:
        items = _tags_in(node)
        if any(item.name != "li" for item in items) or not items:
            raise Unsayable("list")
        loose = any(item.find("p", recursive=False) for item in items)
        written = []
        for number, item in enumerate(items, start=int(str(node.get("start") or 1))):
            marker = "- " if node.name == "ul" else f"{number}. "
            text = self._loose(item) if loose else self._tight(item)
            lines = [line and " " * len(marker) + line for line in text.split("\n")]
            written.append((marker + "\n".join(lines).lstrip(" ")).rstrip(" "))
        if loose and len(items) == 1 and len(_tags_in(items[0])) == 1:
            written[0] += f"\n\n{' ' * (2 if node.name == 'ul' else len(marker))}{NOTHING}"
        return ("\n\n" if loose else "\n").join(written)

    def _loose(self, item: Tag) -> str:
        if any(_is_text(child) for child in item.children) or item.find(list(INLINE), recursive=False):
            raise Unsayable("an item half in paragraphs")
        return _task(self.join(_tags_in(item)))

    def _tight(self, item: Tag) -> str:
        first: list[PageElement] = []
        blocks: list[Tag] = []
        for child in item.children:
            if isinstance(child, Tag) and child.name not in INLINE:
                blocks.append(child)
            elif not blocks:
                first.append(child)
            elif isinstance(child, Tag) or _is_text(child):
                raise Unsayable("words after a block")
        text = _task(self._inline(first))
        if not text and blocks:
            raise Unsayable("an item that begins with a block")
        return "\n".join(part for part in (text, self.join(blocks, between="\n") if blocks else "") if part)

    def _code(self, node: Tag) -> str:
        inner = node.contents
        if len(inner) != 1 or not isinstance(inner[0], Tag) or inner[0].name != "code" or inner[0].find(True):
            raise Unsayable("pre")
        text = inner[0].get_text().removesuffix("\n")
        names = inner[0].get("class")
        language = (" ".join(names) if isinstance(names, list) else str(names or "")).removeprefix("language-")
        fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
        return f"{fence}{language}\n{text}\n{fence}"

    def _table(self, node: Tag) -> str:
        parts = _tags_in(node)
        if [part.name for part in parts] not in (["thead"], ["thead", "tbody"]):
            raise Unsayable("table")
        rows = [_tags_in(row) for part in parts for row in _tags_in(part)]
        if len(_tags_in(parts[0])) != 1 or len({len(row) for row in rows}) != 1:
            raise Unsayable("table")
        lines = [self._row(row, "td" if number else "th") for number, row in enumerate(rows)]
        return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])

    def _row(self, cells: list[Tag], name: str) -> str:
        if any(cell.name != name or cell.attrs for cell in cells):
            raise Unsayable("cell")
        texts = [self._inline(list(cell.children), in_cell=True) for cell in cells]
        return "| " + " | ".join(texts) + " |"


def as_html(node: Tag, *, nested: bool = False) -> str:
    """Return ``node`` as HTML without an empty line, which would end it in Markdown."""
    for text in node.find_all(string=True):
        if isinstance(text, PreformattedString) or text.find_parent("pre") or node.name == "pre":
            continue
        text.replace_with(re.sub(r"[ \t\n\r\f]+", " ", str(text)))
    written = node.decode(formatter=_FORMATTER)
    if node.name == "pre" and not nested:
        return written
    held = [pre.replace("\n", "&#10;") for pre in _PRE.findall(written)]
    parts = _LINES_AFTER.sub(r"\1\n", _PRE.sub("\ue000", written)).split("\ue000")
    return "".join(part + pre for part, pre in zip(parts, [*held, ""], strict=True))


def _tags_in(node: Tag) -> list[Tag]:
    """Return the elements in ``node``; ``Unsayable`` when words stand between them."""
    if any(_is_text(child) for child in node.children):
        raise Unsayable("loose words")
    return [child for child in node.children if isinstance(child, Tag)]


def _is_text(node: object) -> bool:
    if not isinstance(node, NavigableString) or isinstance(node, PreformattedString):
        return False
    return bool(node.strip(" \t\n\r\f"))


def _task(text: str) -> str:
    return _BOX.sub(lambda box: "[x] " if box[1] == TICKED else "[ ] ", text)
