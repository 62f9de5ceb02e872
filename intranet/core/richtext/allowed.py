"""The one list of what a text may hold, as data. bleach and nh3 are both configured from it (see ``cleaning``)."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

Rule = Callable[[str], str | None]

INLINE = frozenset(["a", "strong", "em", "s", "u", "code", "sub", "sup", "br", "img"])
LISTS = frozenset(["ul", "ol", "li"])
TABLES = frozenset(["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"])
HEADINGS = frozenset(["h2", "h3", "h4"])
COMMON = INLINE | LISTS | TABLES | frozenset(["p", "blockquote", "pre", "hr", "figure", "figcaption"])

# What is read as something that we keep: a title of the page is the page's own, so h1 begins at h2.
RENAMED = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "b": "strong",
    "i": "em",
    "cite": "em",
    "strike": "s",
    "del": "s",
    "ins": "u",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
# Boxes of other editors: they fall, but what they hold stays a paragraph of its own.
BOXES = frozenset(
    ["div", "section", "article", "header", "footer", "main", "aside", "address", "center", "nav", "fieldset", "form"]
)
# Their text is no text for people: it goes with them.
DROPPED_WITH_TEXT = frozenset(
    [
        "script",
        "style",
        "title",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "select",
        "textarea",
        "noembed",
        "noframes",
        "xmp",
    ]
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True)
class Profile:
    """What one kind of text may hold. ``max_length`` counts characters of HTML, ``max_depth`` nested elements."""

    name: str
    tags: frozenset[str]
    max_length: int
    max_depth: int = 60


PROFILES = {
    "article": Profile("article", COMMON | HEADINGS | frozenset(["details", "summary", "dl", "dt", "dd"]), 1_000_000),
    "post": Profile("post", COMMON, 80_000),
}


def matching(pattern: str) -> Rule:
    compiled = re.compile(pattern)
    return lambda value: value if compiled.fullmatch(value) else None


def words(limit: int) -> Rule:
    """Keep a short text, without what could be taken for a tag by somebody who handles HTML as text."""
    return lambda value: re.sub(r"[<>\x00-\x1f\s]+", " ", value).strip()[:limit]


def link(value: str) -> str | None:
    """Keep an address that we may follow: a known scheme, or a path of ours. ``//host`` is made ``https://host``."""
    value = re.sub(r"[\x00-\x20\x7f-\x9f]+", "", value.strip())
    value = value.replace("<", "%3C").replace(">", "%3E").replace('"', "%22").replace("\\", "/")
    if value.startswith("//"):
        value = "https://" + value.lstrip("/")
    scheme = re.match(r"([^/?#]*?)(?::|&colon;|%3a)", html.unescape(value), re.IGNORECASE)
    if scheme and scheme[1].lower() not in SCHEMES:
        return None
    if scheme and ":" not in value.split("/")[0]:
        return None
    return value[:2000]


MEDIA = r"/media/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
span = matching(r"[1-9]\d{0,2}")
cell: dict[str, Rule] = {"colspan": span, "rowspan": span}
heading: dict[str, Rule] = {"id": matching(r"s-[a-z0-9-]{1,90}")}

ATTRIBUTES: dict[str, dict[str, Rule]] = {
    "a": {
        "href": link,
        "title": words(300),
        "data-ref": matching(r"[a-z]{1,30}:\d{1,18}"),
        "data-mention": matching(r"\d{1,18}"),
        "class": matching("mention"),
        "rel": matching("noopener noreferrer nofollow"),
    },
    "img": {
        "src": matching(MEDIA),
        "alt": words(500),
        "class": matching("picture-(?:small|medium)"),
        "width": matching(r"[1-9]\d{0,4}"),
        "height": matching(r"[1-9]\d{0,4}"),
        "loading": matching("lazy"),
    },
    "th": {**cell, "scope": matching("col|row|colgroup|rowgroup")},
    "td": cell,
    "col": {"span": span},
    "colgroup": {"span": span},
    "ol": {"start": matching(r"\d{1,6}")},
    "code": {"class": matching(r"language-[\w+#-]{1,30}")},
    "h2": heading,
    "h3": heading,
    "h4": heading,
}


def attribute_value(tag: str, name: str, value: str) -> str | None:
    """Return the value that attribute ``name`` of ``tag`` may have, or ``None`` when it may not stay."""
    rule = ATTRIBUTES.get(tag, {}).get(name)
    return rule(value) if rule else None
