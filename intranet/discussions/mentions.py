"""People named in a text. The editor writes a mention as a link that carries the person's id; ``@username`` typed in
plain text (no JavaScript, e-mail habits) becomes the same link here."""

import re
from collections.abc import Mapping

from django.db.models.functions import Lower
from django.utils.html import format_html

from intranet.accounts.models import User

_PIECES = re.compile(r"(<[^>]*>)")
_AT = re.compile(r"(?<![\w@/.])@([A-Za-z0-9][\w.+-]{0,149})")
_LEFT_ALONE = ("a", "code", "pre")


def link_mentions(html: str) -> str:
    """Turn ``@username`` of active people into mentions, in text that is not in a link or code. ``html`` is clean."""
    names = {name.rstrip(".+-").lower() for name in _AT.findall(html)}
    if not names:
        return html
    people = User.objects.active().annotate(lower=Lower("username")).filter(lower__in=list(names)[:50])
    known = {person.username.lower(): person for person in people}
    if not known:
        return html
    out, depth = [], 0
    for piece in _PIECES.split(html):
        if piece.startswith("<"):
            tag = re.match(r"<(/?)([a-z0-9]+)", piece)
            if tag and tag[2] in _LEFT_ALONE:
                depth += -1 if tag[1] else 1
            out.append(piece)
        else:
            out.append(piece if depth else _AT.sub(lambda at: _mention(at, known), piece))
    return "".join(out)


def _mention(at: "re.Match[str]", known: Mapping[str, User]) -> str:
    name = at[1].rstrip(".+-")
    person = known.get(name.lower())
    if person is None:
        return at[0]
    link = format_html(
        '<a class="mention" data-mention="{}" href="{}">@{}</a>', person.pk, person.get_absolute_url(), str(person)
    )
    return link + at[1][len(name) :]
