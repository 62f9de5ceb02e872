"""Putting passages into the shown text: a mark around the words, and a link to what is said about them."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from intranet.ui.templatetags.ui import icon
from knowledge.passages.anchoring import Quote, locate
from knowledge.passages.plain import Plain

LINK = re.compile(r"<a\b[^>]*>|</a>")


def quote_of(kept: dict[str, Any]) -> Quote:
    """Return the selector kept in an article's margin (see ``Passage.in_margin``)."""
    return Quote(kept["exact"], kept["prefix"], kept["suffix"], kept["position"], kept["copies"])


def marked(html: str, margin: Iterable[dict[str, Any]]) -> str:
    """Return ``html`` with the passages of ``margin`` marked; one that is not found is left out.

    Marks never cross a tag: a passage over several pieces of text gets one around each. The link stands after the last
    of them, outside any link of the text.
    """
    plain = Plain(html)
    found = []
    for kept in margin:
        span = locate(plain.text, quote_of(kept))
        if span is not None:
            found.append((*span, kept))
    insertions: list[tuple[int, int, str]] = []
    for piece in plain.pieces:
        last = piece.first + len(piece.places)
        here = [(max(s, piece.first), min(e, last), kept) for s, e, kept in found if s < last and e > piece.first]
        edges = sorted({edge for start, end, _kept in here for edge in (start, end)})
        for start, end in pairwise(edges):
            names = [str(kept["pk"]) for s, e, kept in here if s <= start and e >= end]
            if names:
                insertions.append((piece.places[start - piece.first][0], 1, _opening(names)))
                insertions.append((piece.places[end - 1 - piece.first][1], 0, "</mark>"))
    for start, end, kept in found:
        at = max(ends for _piece, _begins, ends in plain.within(start, end))
        insertions.append((_outside_links(html, at), 0, _link(kept)))
    return _inserted(html, insertions)


def _opening(names: list[str]) -> str:
    return format_html('<mark class="passage" data-passages="{}">', " ".join(names))


def _link(kept: dict[str, Any]) -> str:
    label = _("Contested: see the discussion") if kept["contests"] else _("Asked about: see the discussion")
    address = reverse("passages:detail", args=[kept["pk"]])
    return format_html(
        '<a class="passage-link" id="passage-{}" href="{}" aria-label="{}">{}</a>',
        kept["pk"],
        address,
        label,
        icon("message-square"),
    )


def _outside_links(html: str, at: int) -> int:
    """Return the first place from ``at`` on that is not inside a link: links do not nest."""
    found = LINK.search(html, at)
    return found.end() if found and found[0] == "</a>" else at


def _inserted(html: str, insertions: list[tuple[int, int, str]]) -> str:
    """Insert each text at its place; at one place the closing ones come first, then in the order given."""
    parts, before = [], 0
    for at, _order, text in sorted(insertions, key=lambda one: one[:2]):
        parts += [html[before:at], text]
        before = at
    return "".join([*parts, html[before:]])
