"""Making safe and tidy what people write. The threat: anybody signed in may send any bytes as a text.

In order: bounds on length and depth, nh3 (drops scripts with their text, balances the tags), bleach (the same list,
links made of addresses), then nh3 again with the strict list. What comes out is stored, and cleaning it once more
changes nothing.
"""

import html as entities
import re
import threading
from functools import partial
from typing import Any

import bleach
import nh3
from bleach.html5lib_shim import HTML_TAGS
from bleach.linkifier import LinkifyFilter

from intranet.core.richtext.allowed import (
    ATTRIBUTES,
    BOXES,
    DROPPED_WITH_TEXT,
    HEADINGS,
    PROFILES,
    RENAMED,
    SCHEMES,
    attribute_value,
    link,
)
from intranet.core.richtext.bounds import check_bounds
from intranet.core.richtext.tokens import Restructure

# An address as people type it; intranet hosts have no public ending, so none is required after a scheme.
ADDRESS = re.compile(
    r"""\({0,3}\b(?<![@.\w])(?:https?://|www\.)[^\s<>"'«»“”`{}|\\^\ue001-\ue004]{1,2000}""", re.IGNORECASE
)
E_MAIL = re.compile(r"(?<![\w.+/-])[\w][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?![\w@-])", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\ue004\ufffe\uffff]")
# Characters that stand for the entities while bleach has the text: it would read "&amp;lt;" as "&lt;", and slowly.
STAND_INS = {"&amp;": "\ue000", "&lt;": "\ue001", "&gt;": "\ue002", "&quot;": "\ue003", "&nbsp;": "\ue004"}
ENTITY = re.compile("|".join(STAND_INS))
STAND_IN = re.compile("[\ue000-\ue004]")
ENTITIES = {character: entity for entity, character in STAND_INS.items()}
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
BLANK = r"(?:\s|&nbsp;|<br>)*"
EDGES = re.compile(rf"\A(?:\s|<p>{BLANK}</p>)+|(?:\s|<p>{BLANK}</p>)+\Z")
SOMETHING = re.compile(r"<(?:img|hr)\b|>[^<]*[^\s<]")


class CleanHTML(str):
    """HTML that came out of ``clean``: the only text that the ``|rich`` filter shows as HTML.

    Do not make one elsewhere (a test looks). What is joined or cut from it is a plain ``str`` again.
    """

    __slots__ = ()


def _names(tags: frozenset[str]) -> dict[str, set[str]]:
    return {tag: set(rules) for tag, rules in ATTRIBUTES.items() if tag in tags}


def _before(tag: str, name: str, value: str) -> str | None:
    """Like ``attribute_value``, but an image may still come from elsewhere (it will become a link)."""
    if tag == "img" and name == "src":
        return attribute_value(tag, name, value) or link(value)
    if tag in RENAMED:
        return attribute_value(RENAMED[tag], name, value)
    return attribute_value(tag, name, value)


def _nh3(tags: frozenset[str], *, strict: bool) -> nh3.Cleaner:
    every = tags if strict else tags | HEADINGS | BOXES | set(RENAMED)
    names = _names(every)
    names.update({tag: names[kept] for tag, kept in RENAMED.items() if tag in every and kept in names})
    return nh3.Cleaner(
        tags=set(every),
        attributes=names,
        attribute_filter=attribute_value if strict else _before,
        clean_content_tags=set(DROPPED_WITH_TEXT),
        url_schemes=set(SCHEMES),
        link_rel=None,
        set_tag_attribute_values={"img": {"loading": "lazy"}} if strict else {},
    )


BEFORE = {name: _nh3(profile.tags, strict=False) for name, profile in PROFILES.items()}
AFTER = {name: _nh3(profile.tags, strict=True) for name, profile in PROFILES.items()}
_of_thread = threading.local()
HREF = (None, "href")


def _keep_link(attributes: dict[Any, str], new: bool = False) -> dict[Any, str] | None:
    """Make of a typed address a link that nh3 will keep (not of one with an impossible host); "www." gets https."""
    if not new:
        return attributes
    if attributes["_text"][:4].lower() == "www.":
        attributes[HREF] = "https://" + attributes["_text"]
    address = entities.escape(_decoded(attributes[HREF]))
    return attributes if "href" in AFTER["post"].clean(f'<a href="{address}">x</a>') else None


def _decoded(value: str) -> str:
    return entities.unescape(_with_entities(value))


def _with_entities(text: str) -> str:
    return STAND_IN.sub(lambda match: ENTITIES[match[0]], text)


def _bleach(profile: str) -> tuple[bleach.Cleaner, list[str]]:
    """Return this thread's bleach cleaner and the list of what it found odd: its parser has state, so threads cannot share one."""
    known: dict[str, tuple[bleach.Cleaner, list[str]]] | None = getattr(_of_thread, "cleaners", None)
    if known is None:
        known = _of_thread.cleaners = {}
    if profile not in known:
        tags, oddities = PROFILES[profile].tags, list[str]()
        links = partial(
            LinkifyFilter,
            callbacks=[_keep_link],
            skip_tags={"pre", "code"},
            parse_email=True,
            url_re=ADDRESS,
            email_re=E_MAIL,
        )
        cleaner = bleach.Cleaner(
            tags=frozenset(tags | HEADINGS | BOXES | set(RENAMED)),
            attributes=lambda tag, name, value: _before(tag, name, _decoded(value)) is not None,
            protocols=SCHEMES,
            strip=True,
            filters=[links, partial(Restructure, tags=tags, oddities=oddities)],
        )
        known[profile] = cleaner, oddities
    return known[profile]


def from_plain(text: str) -> str:
    """Return HTML that shows plain ``text``: a paragraph after each empty line, a line break after each line."""
    paragraphs = re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(f"<p>{entities.escape(p.strip(), quote=False)}</p>" for p in paragraphs if p.strip()).replace(
        "\n", "<br>"
    )


def is_html(text: str) -> bool:
    """Say whether ``text`` holds a tag that browsers know ("List<String>" and "<3" do not)."""
    return any(m[1].lower() in HTML_TAGS or m[1].lower() in DROPPED_WITH_TEXT for m in TAG_NAME.finditer(text))


def _pass(text: str, profile: str) -> tuple[str, bool]:
    """Return balanced ``text`` through bleach and nh3, and whether another pass might change it."""
    cleaner, oddities = _bleach(profile)
    oddities.clear()
    bleached = _with_entities(cleaner.clean(ENTITY.sub(lambda match: STAND_INS[match[0]], text)))
    result = AFTER[profile].clean(bleached)
    return result, bool(oddities) or result.count("<") != bleached.count("<")


def _settle(text: str, profile: str) -> str:
    """Pass ``text`` until it stays as it is; what never settles (nobody writes that) loses its formatting."""
    for _again in range(6):
        result, odd = _pass(text, profile)
        if not odd or result == text:
            return result
        text = result
    return _pass(BEFORE[profile].clean(from_plain(entities.unescape(nh3.clean(text, tags=set())))), profile)[0]


def clean(html: str, profile: str = "article") -> CleanHTML:
    """Return ``html`` as it may be stored and shown; ``""`` if there is nothing in it to read.

    ``profile`` is a key of ``PROFILES``. Plain text becomes paragraphs. Raises ``ValidationError`` (translated) for
    a text too long or too deeply nested. About 7 ms for 5 kB; nothing for one of the last texts again, nor for what
    became of it: while it is saved a text passes here several times (form, model, version, publication).
    """
    known = _recent.get((html, profile))
    if known is None:
        known = clean_anew(html, profile)
        _remember(html, profile, known)
        stays_clean(known, profile)
    return known


def stays_clean(text: CleanHTML, profile: str) -> CleanHTML:
    """Return ``text``, and know it as clean when it comes back (from a stored version, from a form).

    Only for what ``clean(text, profile)`` would leave as it is.
    """
    _remember(text, profile, text)
    return text


_recent: dict[tuple[str, str], CleanHTML] = {}
_remembering = threading.Lock()
_MOST_RECENT = 32


def _remember(text: str, profile: str, cleaned: CleanHTML) -> None:
    with _remembering:
        _recent[str(text), profile] = cleaned
        if len(_recent) > _MOST_RECENT:
            del _recent[next(iter(_recent))]


def clean_anew(html: str, profile: str = "article") -> CleanHTML:
    """Do what ``clean`` does, whatever it knows already."""
    # A parser takes away the first newline of a "pre": without any, there is nothing to take the next time.
    text = _settle(re.sub(r"<pre>\n+", "<pre>", _balanced(html, profile)), profile)
    text = EDGES.sub("", text)
    return CleanHTML(text if SOMETHING.search(text) else "")


def refuse_unclean(html: str, profile: str = "article") -> None:
    """Raise ``ValidationError`` where ``clean`` would, at a small part of its cost."""
    _balanced(html, profile)


def _balanced(html: str, profile: str) -> str:
    rules = PROFILES[profile]
    check_bounds(html, rules)
    text = CONTROL.sub("", html)
    text = BEFORE[profile].clean(text if is_html(text) else from_plain(text))
    check_bounds(text, rules, times=2)
    return text
