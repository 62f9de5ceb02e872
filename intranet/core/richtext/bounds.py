"""Bounds checked before any parser sees the text: parsers take seconds on tags nested by the thousand."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.core.richtext.allowed import Profile

# One tag, read as browsers read it: a ">" within quotes does not end it. Possessive and always matching once begun: linear.
TAG = re.compile(
    r"""<!--(?:>|->|.*?(?:--!?>|\Z)) | <[!?][^>]*+>? |
        <(?P<close>/?)(?P<name>[a-zA-Z][^\t\n\f\r\ />]*+)
        (?:[\t\n\f\r\ /]++ | [^\t\n\f\r\ />][^\t\n\f\r\ />=]*+
           (?:[\t\n\f\r\ ]*+=[\t\n\f\r\ ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r\ >"'][^\t\n\f\r\ >]*+)?+)?+)*+ (?:>|\Z)""",
    re.VERBOSE | re.DOTALL,
)
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
# What the next of its kind closes: never nested without something else between.
IMPLIED = frozenset(
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "option"]
)
WORK = 400_000


def check_bounds(html: str, profile: Profile, *, times: int = 1) -> None:
    """Refuse what is too long or too deeply nested (``ValidationError``), in time linear in its length.

    The depth is the parser's or more, never less: only an end tag that closes the innermost open element (or one
    below elements closed by implication) counts. ``WORK`` bounds what open formatting costs when a parser repeats
    it in each paragraph. ``times`` leaves room for what escaping adds.
    """
    if len(html) > profile.max_length * times:
        raise ValidationError(
            _("This text is too long: %(length)d characters, where %(limit)d fit. Split it in several."),
            code="too_long",
            params={"length": len(html), "limit": profile.max_length},
        )
    work, opened = 0, list[str]()
    for tag in TAG.finditer(html):
        name = (tag["name"] or "").lower()
        if not name or name in VOID:
            work += len(opened)
            continue
        if tag["close"]:
            _close(opened, name)
            continue
        if name in IMPLIED:
            _close(opened, name)
        opened.append(name)
        work += len(opened)
        if len(opened) > profile.max_depth or work > WORK:
            raise ValidationError(
                _("This text is too deeply nested. Paste it without its formatting."), code="too_deep"
            )


def _close(opened: list[str], name: str) -> None:
    for index in range(len(opened) - 1, -1, -1):
        if opened[index] == name:
            del opened[index:]
            return
        if opened[index] not in IMPLIED:
            return
