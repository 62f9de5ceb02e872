"""Explaining words in the shown text: at its first use, a term leads to the glossary and carries what it means."""

import re
from html import unescape
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from knowledge.glossary.kept import Entry, Matcher

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

TOKEN = re.compile(r"<[^>]*>|[^<]+|<")
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
# Where a word stays as it is: a link leads elsewhere already, a heading is for finding one's way, code is to be copied.
LEFT_ALONE = frozenset(["a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "summary", "mark"])


def explained(html: str, matcher: Matcher, *, but: int = 0) -> str:
    """Return ``html`` (clean: no ">" within a tag) with the first use of each term explained; ``but``: not this term."""
    parts: list[str] = []
    alone = 0
    used = {but}
    for token in TOKEN.finditer(html):
        raw = token[0]
        tag = TAG.match(raw)
        if tag is not None:
            if tag[2] in LEFT_ALONE:
                alone += -1 if tag[1] else 1
            parts.append(raw)
        elif alone > 0 or raw.startswith("<"):
            parts.append(raw)
        else:
            parts.append(_in_words(raw, matcher, used))
    return "".join(parts)


def _in_words(raw: str, matcher: Matcher, used: set[int]) -> str:
    text = unescape(raw) if "&" in raw else raw
    parts: list[str] = []
    before = 0
    for found in matcher.pattern.finditer(text):
        entry = matcher.entry(found[0])
        if entry is None or entry.pk in used:
            continue
        used.add(entry.pk)
        parts += [escape(text[before : found.start()]), _term(entry, found[0])]
        before = found.end()
    return "".join([*parts, escape(text[before:])]) if parts else raw


def _term(entry: Entry, word: str) -> "SafeString":
    said = standing_of(entry)
    return format_html(
        '<a class="term{}" href="{}" title="{}" data-term="{}" data-said="{}">{}</a>',
        " term-avoid" if entry.standing == "avoid" else "",
        entry.url,
        f"{said} {entry.summary}".strip(),
        entry.summary,
        said,
        word,
    )


def standing_of(entry: Entry) -> str:
    """Return what the charter says of the word, as a sentence; "" when it says nothing."""
    if entry.standing == "avoid":
        return _("To avoid: say “%(word)s”.") % {"word": entry.instead} if entry.instead else _("A word to avoid.")
    return _("The word we prefer.") if entry.standing == "preferred" else ""
