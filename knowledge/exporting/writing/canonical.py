"""When two texts are the same: what is left of them without what nobody sees."""

import re
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from intranet.core.richtext.allowed import ATTRIBUTES, BOXES, INLINE, attribute_value
from knowledge.importing.tidying import FOOTNOTE, tick

# Where these point belongs to one site, or is put back by the cleaning of each text.
LEFT_OUT = {"rel", "loading", "data-ref", "data-mention"}
USUAL = {("ol", "start", "1"), ("td", "colspan", "1"), ("td", "rowspan", "1"), ("th", "colspan", "1")}
USUAL |= {("th", "rowspan", "1"), ("img", "alt", ""), ("a", "class", "mention")}
SPACES = re.compile(r"[ \t\n\r\f]+")
_EDGE = "\ue000"
_AROUND_EDGES = re.compile(rf"[ ]*{_EDGE}[ {_EDGE}]*")


def canonical(html: str) -> str:
    """Return ``html`` in the one way that all equal texts share: no space between blocks, attributes in order.

    Two texts with the same canonical form look the same, and cleaning makes the same of both.
    """
    soup = BeautifulSoup(html, "html.parser")
    tick(soup)
    for anchor in soup.find_all("a", href=FOOTNOTE):
        anchor.unwrap()
    return _AROUND_EDGES.sub("", "".join(_written(soup, in_pre=False)))


def _written(node: Tag, *, in_pre: bool) -> list[str]:
    parts: list[str] = []
    for child in node.children:
        if isinstance(child, Tag):
            parts += _tag(child, in_pre=in_pre)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            text = escape(str(child), quote=False)
            parts.append(text if in_pre else SPACES.sub(" ", text))
    return parts


def _tag(tag: Tag, *, in_pre: bool) -> list[str]:
    if tag.name in BOXES:
        return [_EDGE, *_written(tag, in_pre=in_pre), _EDGE]
    name = tag.name
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in sorted(_attributes(tag)))
    edge = "" if name in INLINE and name != "br" else _EDGE
    if in_pre:
        return [f"<{name}{attributes}>", *_written(tag, in_pre=True), f"</{name}>"]
    inner = _written(tag, in_pre=name == "pre")
    if name == "pre":
        whole = re.sub(r"\n?((?:</code>)?)\Z", r"\1", "".join(inner))
        return [edge, f"<pre>{whole}</pre>", edge]
    return [edge, f"<{name}{attributes}>", edge, *inner, edge, f"</{name}>", edge]


def _attributes(tag: Tag) -> list[tuple[str, str]]:
    found = []
    for key, given in tag.attrs.items():
        value = " ".join(given) if isinstance(given, list) else str(given)
        if key not in ATTRIBUTES.get(tag.name, {}) or key in LEFT_OUT:
            continue
        kept = value if key == "src" else attribute_value(tag.name, key, value)
        if kept is not None and (tag.name, key, kept) not in USUAL:
            found.append((key, kept))
    return found
