"""Reading one HTML page: what it says, without the site around it."""

import base64
import binascii
import codecs
import re
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Comment, Tag
from django.utils.translation import gettext as _

from intranet.core.richtext import guess_language, to_text
from knowledge.importing.documents import Parsed, Unreadable, language_of, title_from
from knowledge.importing.tidying import lower_headings, tick

LARGEST_PAGE = 5 * 1024 * 1024
MOST_TAGS_OPEN = 400
_CHARSET = re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_CLOSES_ITSELF = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"])
_CONTENT = ("main", "[role=main]", "article", "#content", "#main-content", ".markdown-body", ".entry-content", "#main")
_AROUND = (
    "script, style, template, noscript, iframe, object, nav, footer, aside, form, dialog, button, svg, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [aria-hidden=true], [hidden], "
    ".breadcrumb, .breadcrumbs, .headerlink, .skip-link, .sidebar, .toc, #toc"
)
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp);base64,", re.IGNORECASE)


def parse_html(path: PurePosixPath, data: bytes, *, default_language: str) -> Parsed:
    """Read one HTML page. ``Unreadable`` for what is too large or nested to be a page for people."""
    if len(data) > LARGEST_PAGE:
        raise Unreadable(_("too large for a page"))
    text = decoded(data)
    if _depth(text) > MOST_TAGS_OPEN:
        raise Unreadable(_("too deeply nested"))
    soup = BeautifulSoup(text, "html.parser")
    title, language = _title(soup), str((soup.html and soup.html.get("lang")) or "")[:2].lower()
    summary, keywords = _meta(soup, "description"), _meta(soup, "keywords")
    addresses = tuple(_links(soup, "canonical")[:3])
    counterpart = next(iter(_links(soup, "alternate", other_than=language)), "")
    content = _content(soup)
    first = content.find("h1")
    if isinstance(first, Tag):
        title = " ".join(first.get_text().split()) or title
        first.decompose()
    lower_headings(content)
    tick(content)
    embedded = _embedded(content)
    html = content.decode_contents()
    if language not in {"fr", "en"}:
        language = language_of(path) or guess_language(to_text(html), default_language)
    return Parsed(
        path=path,
        title=(title or title_from(path))[:255],
        html=html,
        language=language,
        summary=summary[:300],
        tags=tuple(dict.fromkeys(word.strip()[:60] for word in keywords.split(",") if word.strip()))[:12],
        addresses=addresses,
        counterpart=counterpart,
        embedded=embedded,
    )


def decoded(data: bytes) -> str:
    """Return the text of a page: by its mark, by what it declares, as UTF-8, else as Windows writes Western text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace").replace("\x00", "")
    declared = _CHARSET.search(data[:4096])
    names = [declared[1].decode("ascii", errors="ignore")] if declared else []
    for name in [*names, "utf-8"]:
        try:
            known = codecs.lookup(name).name
            # As browsers do: who says Latin-1 means what Windows made of it. A page that could declare itself is no UTF-16.
            known = "cp1252" if known in {"iso8859-1", "ascii"} else "utf-8" if known.startswith("utf-16") else known
            return data.decode(known).replace("\x00", "")
        except (LookupError, UnicodeError, ValueError, TypeError):
            continue
    return data.decode("cp1252", errors="replace").replace("\x00", "")


def _depth(text: str) -> int:
    """Return how deep the tags of ``text`` are nested, at the most; in time linear in its length."""
    deepest = depth = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name in _VOID or name in _CLOSES_ITSELF or tag[3]:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _content(soup: BeautifulSoup) -> Tag:
    """Return the part of the page that is its own; the whole body when nothing says which."""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    found = [part for part in (soup.select(rule) for rule in _CONTENT) if len(part) == 1 and part[0].get_text().strip()]
    content = found[0][0] if found else soup.body or soup
    for around in content.select(_AROUND + ("" if found else ", header")):
        if not around.decomposed:
            around.decompose()
    return content


def _title(soup: BeautifulSoup) -> str:
    """Return what the window's title says of the page, without the name of the site after the last bar."""
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    return re.split(r"\s+[|–—·]\s+", title)[0]


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.find("meta", attrs={"name": name})
    return " ".join(str(found.get("content") or "").split()) if isinstance(found, Tag) else ""


def _links(soup: BeautifulSoup, rel: str, *, other_than: str = "") -> list[str]:
    found = []
    for link in soup.find_all("link", rel=rel, href=True):
        language = str(link.get("hreflang") or "")[:2].lower()
        if rel != "alternate" or (language in {"fr", "en"} and language != other_than):
            found.append(str(link["href"]))
    return found


def _embedded(content: Tag) -> dict[str, bytes]:
    """Take the pictures written into the page itself out of it."""
    pictures: dict[str, bytes] = {}
    for picture in content.find_all("img"):
        source = str(picture.get("src") or "")
        later = str(picture.get("data-src") or "")
        if later and (not source or source.startswith("data:")):
            picture["src"] = later
        elif match := _DATA.match(source):
            try:
                data = base64.b64decode(source[match.end() :], validate=False)
            except binascii.Error:
                continue
            name = f"embedded:picture-{len(pictures) + 1}.{match[1].lower()}"
            pictures[name] = data
            picture["src"] = name
    return pictures
