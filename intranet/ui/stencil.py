"""Pieces of which a page shows many that differ in their texts: rendered once for each shape, then only filled in.

``{% stencil texts "name" a b %}…{% endstencil %}`` keeps what is inside by its name, the language, the values of ``a b`` and
which of ``texts`` are empty; ``texts`` is a dictionary whose entries are variables inside. They can be written into the
page, given to components and to sentences, and asked whether they are empty; nothing else, for while the piece is
rendered they are marks. Whatever else the piece shows must be among ``a b``, but for the CSRF token. Filled in
for the first time, a row costs a quarter of what its template does.
"""

import re
import secrets
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Nobody can write it: in somebody's text it would become another text of the row.
_SECRET = secrets.token_hex(8)
_MARKED = re.compile(f"\ue001{_SECRET}(\\w+)\ue001")
_MOST = 500

_kept: OrderedDict[tuple[Any, ...], list[str]] = OrderedDict()
_lock = Lock()


class StencilNode(Node):
    def __init__(self, inside: NodeList, texts: FilterExpression, values: list[FilterExpression]) -> None:
        self.inside, self.texts, self.values = inside, texts, values

    def render(self, context: Context) -> SafeString:
        texts = {**self.texts.resolve(context), "csrf_token": str(context.get("csrf_token") or "")}
        shown = [name for name, text in texts.items() if text]
        key = (get_language(), *[value.resolve(context) for value in self.values], *shown)
        parts = _kept.get(key)
        if parts is None:
            marks = {name: mark_safe(f"\ue001{_SECRET}{name}\ue001") if text else "" for name, text in texts.items()}  # noqa: S308 (a mark of our own, no text of people)
            with context.push(**marks):
                parts = _MARKED.split(self.inside.render(context))  # every second one is the name of a text
            _keep(key, parts)
        filled = parts.copy()
        filled[1::2] = [conditional_escape(texts[name]) for name in parts[1::2]]
        return mark_safe("".join(filled))  # noqa: S308 (a template rendered it, and its texts are escaped)


def _keep(key: tuple[Any, ...], parts: list[str]) -> None:
    with _lock:
        _kept[key] = parts
        while len(_kept) > _MOST:
            _kept.popitem(last=False)


def forget() -> None:
    """Drop everything kept; for tests."""
    with _lock:
        _kept.clear()


def stencil(parser: Parser, token: Token) -> StencilNode:
    _tag, *bits = token.split_contents()
    if len(bits) < 2:
        raise TemplateSyntaxError("stencil needs its texts, a name, and the values that its shape depends on")
    inside = parser.parse(("endstencil",))
    parser.delete_first_token()
    texts, *values = [parser.compile_filter(bit) for bit in bits]
    return StencilNode(inside, texts, values)
