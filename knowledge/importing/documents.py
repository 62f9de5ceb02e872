import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any

import yaml
from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from intranet.core.richtext import clean, guess_language, headings, to_text, with_heading_ids
from knowledge.importing.dialects import to_markdown
from knowledge.importing.tidying import tick

_FRONT_MATTER = re.compile(r"\A﻿?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIRST_TITLE = re.compile(r"\A\s*<h1[^>]*>(.*?)</h1>", re.DOTALL)
_BOXES = ("tip", "warning", "danger", "details", "info", "note", "lexique", "container")
_MOST_TAGS = 12
# The entry of the front matter by which an export of ours is known.
OURS = "parvis"


class Unreadable(ValueError):
    """One document cannot be read; the others can. The message says why, for the report."""


@dataclass
class Parsed:
    """One document of the source, rendered; its links and images still say what they said there."""

    path: PurePosixPath
    title: str
    html: str
    language: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    left_out: list[str] = field(default_factory=list)
    # The address of the same text in the other language, as the document gives it.
    counterpart: str = ""
    # What follows is said by our own exports: where it stands among its neighbours, that its links are ours.
    position: int | None = None
    is_ours: bool = False
    # Whether it was put aside there, why and when.
    is_archived: bool = False
    archived_why: str = ""
    archived_at: datetime | None = None
    # The files beside the text, as links from the document; an export of ours names them.
    files: tuple[str, ...] = ()
    # Pictures inside the document itself, by the ``src`` that shows them.
    embedded: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def anchors(self) -> set[str]:
        """The anchors of its headings in the article that it becomes; worked out when a link leads to one."""
        return {anchor for _level, anchor, _text in headings(with_heading_ids(clean(self.html)))}

    @property
    def is_empty(self) -> bool:
        return not to_text(self.html).strip() and "<img" not in self.html and not self.is_ours


def parse_markdown(path: PurePosixPath, data: bytes, *, default_language: str) -> Parsed:
    """Read one Markdown document with its front matter. ``Unreadable`` for what is not UTF-8 text."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\x00", "")
    except UnicodeDecodeError as error:
        raise Unreadable(_("not UTF-8 text")) from error
    front, text = _front_matter(text)
    left_out: list[str] = []
    # An export of ours says so, and is read as it stands: braces and comments in it are text.
    is_ours = front.get(OURS) is not None
    html = render(text if is_ours else to_markdown(text, left_out.append))
    title = _plain(front.get("title"))
    found = None if is_ours else _FIRST_TITLE.match(html)
    if found:
        title = title or to_text(found.group(1)).strip()
        html = html[found.end() :]
    language = str(front.get("lang") or front.get("language") or "")[:2].lower() or language_of(path)
    return Parsed(
        path=path,
        title=(title or title_from(path))[:255],
        html=html,
        language=language if language in {"fr", "en"} else guess_language(to_text(html), default_language),
        summary=_plain(front.get("description") or front.get("summary"))[:300],
        tags=_tags(front, most=None if is_ours else _MOST_TAGS),
        addresses=_addresses(front),
        left_out=left_out,
        counterpart=_plain(front.get("altLangPage") or front.get("translation")),
        position=position if is_ours and isinstance(position := front.get("position"), int) else None,
        is_ours=is_ours,
        is_archived=is_ours and bool(front.get("archived")),
        archived_why=_plain(front.get("archived"))[:300] if is_ours and isinstance(front.get("archived"), str) else "",
        archived_at=_moment(front.get("archived_at")) if is_ours else None,
        files=tuple(file for file in _listed(front.get("files")) if is_ours),
    )


def render(markdown: str) -> str:
    """Return the HTML of ``markdown``, not cleaned yet; tick boxes are characters."""
    html: str = _renderer().render(markdown)
    if "<input" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    tick(soup)
    return str(soup)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        front = yaml.safe_load(match.group(1))
    except yaml.YAMLError:
        front = _lenient(match.group(1))
    return (front if isinstance(front, dict) else {}), text[match.end() :]


def _lenient(block: str) -> dict[str, Any]:
    """Read the plain ``name: value`` lines of front matter that is not valid YAML (an unquoted colon, a tab)."""
    pairs = (
        line.partition(":") for line in block.splitlines() if ":" in line and not line.startswith((" ", "\t", "-"))
    )
    return {name.strip(): value.strip().strip("\"'") for name, _colon, value in pairs}


def _plain(value: Any) -> str:
    # No-break spaces are part of a French title: only what lines are broken with is one space.
    return re.sub(r"[ \t\r\n\f]+", " ", str(value)).strip(" ") if isinstance(value, str | int | float) else ""


def _moment(value: Any) -> datetime | None:
    """Return the moment that an export of ours wrote down; ``None`` for what is none (or has no time zone)."""
    try:
        found = datetime.fromisoformat(str(value)) if isinstance(value, str | datetime) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _tags(front: dict[str, Any], *, most: int | None) -> tuple[str, ...]:
    tags: list[str] = []
    for name in ("tags", "keywords", "categories"):
        value = front.get(name)
        given = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        tags += [_plain(tag)[:100] for tag in given if _plain(tag)]
    return tuple(dict.fromkeys(tags))[:most]


def _listed(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _addresses(front: dict[str, Any]) -> tuple[str, ...]:
    """Return the addresses that the document had on its own site: its permalink and what redirected to it."""
    found: list[str] = []
    for name in ("permalink", "redirect_from", "aliases"):
        value = front.get(name)
        found += (
            [value]
            if isinstance(value, str)
            else [v for v in value if isinstance(v, str)]
            if isinstance(value, list)
            else []
        )
    return tuple(found)


def language_of(path: PurePosixPath) -> str:
    return next((part for part in path.parts[:-1] if part in {"fr", "en"}), "")


def title_from(path: PurePosixPath) -> str:
    stem = path.parent.name if path.stem.lower() in {"readme", "index"} and path.parent.name else path.stem
    return re.sub(r"^\d+[-_. ]+", "", stem).replace("-", " ").replace("_", " ").strip().capitalize() or "Sans titre"


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
    markdown.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    for name in _BOXES:
        markdown.use(container_plugin, name, render=_render_box)
    return markdown


def _render_box(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    """A ``::: tip Title`` box becomes a quotation that begins with its title."""
    token = tokens[index]
    if token.nesting != 1:
        return "</blockquote>\n"
    title = token.info.strip().partition(" ")[2].replace("&nbsp;", " ").strip()
    return f"<blockquote>\n{'<p><strong>' + _escape(title) + '</strong></p>' if title else ''}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
