"""Blocks and their differences as safe HTML: words in ``<ins>`` and ``<del>``, said in words to those who do not see."""

from collections.abc import Iterable
from itertools import zip_longest

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from knowledge.diff.blocks import Block, Token
from knowledge.diff.matching import Opcode, opcodes

Tokens = tuple[Token, ...]
CELL = '<span class="diff-cell">{}</span>'
IMAGE = '<span class="diff-image"><img src="{}" alt="" loading="lazy"> {}</span>'
ORDER = ("strong", "em", "u", "s", "sub", "sup", "code")


def as_it_is(block: Block) -> SafeString:
    if block.kind == "tr":
        return _join(format_html(CELL, _tokens(cell)) for cell in block.cells)
    return _tokens(block.tokens)


def word_by_word(old: Block, new: Block) -> tuple[SafeString, int, int]:
    """Return ``new`` with what it took away from and added to ``old`` marked, and how many words each."""
    if old.kind == new.kind == "tr":
        return _cell_by_cell(old, new)
    return _words(old.tokens, new.tokens)


def _cell_by_cell(old: Block, new: Block) -> tuple[SafeString, int, int]:
    """Compare two rows of a table: cells in the same place answer each other, a column put in shifts none."""
    pieces: list[SafeString] = []
    removed = added = 0
    for tag, i1, i2, j1, j2 in opcodes(old.cells, new.cells):
        for one, other in zip_longest(old.cells[i1:i2], new.cells[j1:j2], fillvalue=()):
            html, less, more = (_tokens(other), 0, 0) if tag == "equal" else _words(one, other)
            pieces.append(format_html(CELL, html))
            removed, added = removed + less, added + more
    return _join(pieces), removed, added


def _words(old: Tokens, new: Tokens) -> tuple[SafeString, int, int]:
    pieces: list[SafeString] = []
    removed = added = 0
    for tag, i1, i2, j1, j2 in _smoothed(opcodes(old, new), new):
        if tag == "equal":
            pieces.append(_tokens(new[j1:j2]))
            continue
        if i2 > i1:
            removed += i2 - i1
            pieces.append(format_html("<del>{}{}</del>", _aside(_("removed:")), _tokens(old[i1:i2], changed=True)))
        if j2 > j1:
            added += j2 - j1
            pieces.append(format_html("<ins>{}{}</ins>", _aside(_("added:")), _tokens(new[j1:j2], changed=True)))
    return _join(pieces), removed, added


def _smoothed(codes: list[Opcode], new: Tokens) -> list[Opcode]:
    """Return the opcodes, with a lone sign or a little word left equal between two changes taken into them."""
    result: list[Opcode] = []
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        between = 0 < number < len(codes) - 1
        if tag == "equal" and between and j2 - j1 == 1 and len(new[j1].text) <= 3:
            tag = "replace"
        if tag != "equal" and result and result[-1][0] != "equal":
            _tag, a1, _a2, b1, _b2 = result.pop()
            result.append(("replace", a1, i2, b1, j2))
        else:
            result.append((tag, i1, i2, j1, j2))
    return result


def _tokens(tokens: Iterable[Token], *, changed: bool = False) -> SafeString:
    pieces: list[SafeString] = []
    run: list[Token] = []
    for token in tokens:
        if run and (run[-1].marks, run[-1].href, run[-1].kind) != (token.marks, token.href, token.kind):
            pieces.append(_run(run, changed=changed))
            run = []
        run.append(token)
    if run:
        pieces.append(_run(run, changed=changed))
    return _join(pieces)


def _run(run: list[Token], *, changed: bool) -> SafeString:
    first = run[0]
    blank = " " if first.space else ""
    if first.kind == "image":
        names = (format_html(IMAGE, t.href, _("Image: %(name)s") % {"name": t.text or "–"}) for t in run)
        return format_html("{}{}", blank, _join(names))
    words = format_html("{}", "".join((" " if t.space and n else "") + t.text for n, t in enumerate(run)))
    for mark in ORDER:
        if mark in first.marks:
            words = format_html("<{0}>{1}</{0}>", mark, words)
    if first.href:
        words = format_html('<span class="diff-link">{}</span>', words)
        if changed:
            words = format_html('{} <span class="diff-href">({})</span>', words, first.href)
    return format_html("{}{}", blank, words)


def _aside(words: str) -> SafeString:
    return format_html('<span class="visually-hidden"> {} </span>', words)


def _join(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
