"""Pieces of a page that look the same each time, rendered once and kept in the memory of the process.

``{% frozen "name" a b %}…{% endfrozen %}`` keeps what is inside by its name, the language, and the values of ``a b``:
everything that the piece shows must be among them, but for the CSRF token (a mark is kept in its place). No nonce may stand
inside. A piece is kept ten minutes at most, so that "3 minutes ago" stays nearly true before the browser refreshes it; the
oldest leave when there are too many, or too long ones.
"""

import secrets
import time
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

# Nobody can write it: in somebody's text it would become the reader's token.
_MARK = f"\ue000{secrets.token_hex(8)}\ue000"
_MOST = 6000
_MOST_CHARACTERS = 16_000_000
_SECONDS = 600

_kept: OrderedDict[tuple[Any, ...], str] = OrderedDict()
_characters = 0
_lock = Lock()


class FrozenNode(Node):
    def __init__(self, inside: NodeList, values: list[FilterExpression]) -> None:
        self.inside, self.values = inside, values

    def render(self, context: Context) -> SafeString:
        key = (
            get_language(),
            get_current_timezone_name(),
            int(time.time() // _SECONDS),
            *(value.resolve(context) for value in self.values),
        )
        kept = _kept.get(key)
        if kept is None:
            with context.push(csrf_token=_MARK):
                kept = self.inside.render(context)
            _keep(key, kept)
        return mark_safe(kept.replace(_MARK, str(context.get("csrf_token") or "")))  # noqa: S308 (a template rendered it)


def _keep(key: tuple[Any, ...], text: str) -> None:
    global _characters
    with _lock:
        _characters += len(text) - len(_kept.pop(key, ""))
        _kept[key] = text
        while len(_kept) > _MOST or _characters > _MOST_CHARACTERS:
            _key, gone = _kept.popitem(last=False)
            _characters -= len(gone)


def forget() -> None:
    """Drop everything kept; for tests."""
    global _characters
    with _lock:
        _kept.clear()
        _characters = 0


def frozen(parser: Parser, token: Token) -> FrozenNode:
    _tag, *bits = token.split_contents()
    if not bits:
        raise TemplateSyntaxError("frozen needs a name, and the values that its content depends on")
    inside = parser.parse(("endfrozen",))
    parser.delete_first_token()
    return FrozenNode(inside, [parser.compile_filter(bit) for bit in bits])
