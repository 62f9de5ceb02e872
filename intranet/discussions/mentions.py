"""People named in a text. The editor writes a mention as a link that carries the person's id; ``@username`` typed in
plain text (no JavaScript, e-mail habits) becomes the same link here."""

import re
import unicodedata
from typing import Any

from django.core.cache import cache
from django.db.models.functions import Lower
from django.utils.html import format_html

from intranet.accounts.models import User

_PIECES = re.compile(r"(<[^>]*>)")
_AT = re.compile(r"(?<![\w@/.])@([A-Za-z0-9][\w.+-]{0,149})")
_LEFT_ALONE = ("a", "code", "pre")
SUGGESTED = 8


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


def _mention(at: "re.Match[str]", known: dict[str, User]) -> str:
    name = at[1].rstrip(".+-")
    person = known.get(name.lower())
    if person is None:
        return at[0]
    link = format_html(
        '<a class="mention" data-mention="{}" href="{}">@{}</a>', person.pk, person.get_absolute_url(), str(person)
    )
    return link + at[1][len(name) :]


def suggest(prefix: str) -> list[User]:
    """Return at most ``SUGGESTED`` active people, one of whose names (or username) begins with ``prefix``; accents and
    case do not count. Names are kept a minute; who is still here is asked of the database.
    """
    wanted = _folded(prefix.replace("\x00", "").strip().lstrip("@"))
    found = [pk for pk, names in _names() if any(name.startswith(wanted) for name in names)][: 3 * SUGGESTED]
    people = User.objects.active().filter(pk__in=found).select_related("department").order_by("display_name")
    return list(people[:SUGGESTED])


def _names() -> list[tuple[int, list[str]]]:
    names: list[tuple[int, list[str]]] | None = cache.get("mention.names")
    if names is None:
        rows: Any = User.objects.active().order_by("display_name").values_list("pk", "username", "display_name")
        names = [(pk, _forms(username, name)) for pk, username, name in rows]
        cache.set("mention.names", names, 60)
    return names


def _forms(username: str, display_name: str) -> list[str]:
    whole = _folded(display_name)
    return [username.lower(), whole, *whole.split()[1:]]


def _folded(text: str) -> str:
    """Return ``text`` without accents and case ("Élise" → "elise")."""
    bare = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()
