import re
from copy import copy
from functools import partial

from bs4 import BeautifulSoup, Tag

from intranet.core.richtext import headings, with_heading_ids
from knowledge.exporting.writing.blocks import Blocks, as_html
from knowledge.exporting.writing.canonical import canonical
from knowledge.importing.documents import render

_ANCHOR = re.compile(r'(?<=<h[2-4]) id="([^"]*)"')
_REFERENCE = re.compile(r"\[(\d{1,3})(?::\d+)?\]")
_BACK = re.compile(r"(?:\s*\u21a9\ufe0e?)+\s*\Z")
# Stands for a reference to a footnote while its block is written; no text holds these characters.
_HELD = re.compile("\ue010(\\d+)\ue011")


def to_markdown(html: str) -> str:
    """Return clean ``html`` as Markdown that reads back to the same text (see ``canonical``). Reads each block back."""
    wanted = canonical(with_heading_ids(html))
    html = _without_usual_anchors(html)
    with_notes = _with_footnotes(html)
    if with_notes is not None and _reads_back(with_notes, wanted):
        return with_notes
    written = _join([_sure(block) for block in _blocks(html)])
    if _reads_back(written, wanted):
        return written
    return "\n\n".join(as_html(block) for block in _blocks(html)) + "\n"


def _reads_back(written: str, wanted: str) -> bool:
    return canonical(with_heading_ids(render(written))) == wanted


def _without_usual_anchors(html: str) -> str:
    """Return ``html`` without the anchors that its headings get again by their words; one reworded since keeps its own."""
    kept: set[str] = set()
    while True:
        bare = _ANCHOR.sub(partial(_kept_only, kept), html)
        pairs = zip(headings(html), headings(with_heading_ids(bare)), strict=True)
        changed = {mine for (_level, mine, _text), (_same, usual, _words) in pairs if mine != usual} - kept
        if not changed:
            return bare
        kept |= changed


def _kept_only(kept: set[str], anchor: re.Match[str]) -> str:
    return anchor[0] if anchor[1] in kept else ""


def _blocks(html: str) -> list[Tag]:
    return [node for node in BeautifulSoup(html, "html.parser").children if isinstance(node, Tag)]


def _join(parts: list[tuple[str, str]]) -> str:
    """Return the blocks with an empty line between; two lists of one kind do not become one."""
    lines: list[str] = []
    before = ""
    for name, text in parts:
        if name in {"ul", "ol"} and name == before:
            lines.append("<!-- -->")
        lines.append(text)
        before = name
    return "\n\n".join(lines) + "\n" if lines else ""


def _sure(block: Tag) -> tuple[str, str]:
    """Return the name of ``block`` and what reads back to it: plain Markdown, or with tags inside, or HTML."""
    wanted = canonical(str(block))
    for tags in (False, True):
        written = Blocks(tags=tags).block(copy(block))
        if canonical(render(written)) == wanted:
            return block.name, written
    return block.name, as_html(block)


def _with_footnotes(html: str) -> str | None:
    """Return ``html`` with its notes as Markdown footnotes, if it ends as an import leaves them: a rule and a list."""
    if "\u21a9" not in html:
        return None
    blocks = _blocks(html)
    if len(blocks) < 3 or blocks[-1].name != "ol" or blocks[-2].name != "hr":
        return None
    notes = [item for item in blocks[-1].children if isinstance(item, Tag)]
    for block in blocks[:-2]:
        for mark in block.find_all("sup"):
            found = _REFERENCE.fullmatch(mark.get_text())
            if found and int(found[1]) <= len(notes):
                mark.replace_with(f"\ue010{found[1]}\ue011")
    written = _join([_sure(block) for block in blocks[:-2]])
    for number, note in enumerate(notes, start=1):
        text = _note(note)
        if text is None:
            return None
        written += f"\n[^{number}]: {text}\n"
    return _HELD.sub(r"[^\1]", written)


def _note(note: Tag) -> str | None:
    blocks = [block for block in note.children if isinstance(block, Tag)]
    if not blocks or blocks[-1].name != "p":
        return None
    last = blocks[-1].find_all(string=True)[-1]
    if not _BACK.search(str(last)):
        return None
    last.replace_with(_BACK.sub("", str(last)))
    text = "\n\n".join(_sure(block)[1] for block in blocks)
    return "\n".join(line and f"    {line}" for line in text.split("\n")).lstrip(" ")
