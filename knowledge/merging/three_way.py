"""The merge itself: what both made of a text, brought onto one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge.diff.matching import opcodes
from knowledge.merging.pieces import Piece, pieces_of
from knowledge.merging.placing import Side, side_of

# Elements that are nothing without what they held.
EMPTY = re.compile(r"<(ul|ol|li|table|thead|tbody|tfoot|tr|blockquote|details|dl)(?: [^>]*)?></\1>")


@dataclass(frozen=True)
class Part:
    """One piece of the merged text.

    ``state``: "same" (nobody changed it), "mine", "theirs", "both" (the two made the same change), "conflict" (somebody
    must choose between ``mine`` and ``theirs``), "frame" (the tag that opens or closes a list, a table…). ``html`` is
    the text but for a conflict. In a conflict ``None`` stands for: taken away. ``around`` are the tags that it stands in.
    ``moved`` says that it was put elsewhere by one of the two.
    """

    state: str
    html: str = ""
    base: str | None = None
    mine: str | None = None
    theirs: str | None = None
    around: tuple[str, ...] = ()
    moved: bool = False

    def within(self, opening: str) -> "Part":
        return replace(self, around=(opening, *self.around))


@dataclass
class _Gap:
    """What stands after one piece of the base (or at the very start): pieces that came, by whom."""

    mine: list[Part] = field(default_factory=list)
    theirs: list[Part] = field(default_factory=list)


def merge(base: str, mine: str, theirs: str) -> list[Part]:
    """Return the text that holds what ``mine`` and ``theirs`` each made of ``base``, with what they disagree on.

    The rules: a piece that one of the two changed is theirs; a piece that both changed, or that one changed (or moved)
    and the other took away, is a conflict unless they made the same of it; inside lists, tables, quotations the rules
    apply to what these hold. What both put in the same place is kept, mine first, once when it is the same.
    A piece moved by one goes where they put it, with what the other made of it.
    """
    if mine in (base, theirs):
        return [Part("same" if theirs == base else "theirs", piece.html) for piece in pieces_of(theirs)]
    if theirs == base:
        return [Part("mine", piece.html) for piece in pieces_of(mine)]
    return _merge(pieces_of(base), pieces_of(mine), pieces_of(theirs))


def compare_two(mine: str, theirs: str) -> list[Part]:
    """Merge two texts of which nobody knows what they began from: whatever differs is a conflict."""
    left, right = pieces_of(mine), pieces_of(theirs)
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in opcodes([p.key for p in left], [p.key for p in right]):
        if tag == "equal":
            parts += [Part("same", piece.html) for piece in right[j1:j2]]
            continue
        one, other = ("".join(p.html for p in pieces) for pieces in (left[i1:i2], right[j1:j2]))
        parts.append(Part("conflict", mine=one or None, theirs=other or None))
    return parts


def conflicts_of(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.state == "conflict"]


def assemble(parts: list[Part], answers: Mapping[int, str] | None = None) -> str:
    """Return the HTML of ``parts``; ``answers`` gives the HTML for each conflict by its number, from 0.

    Without an answer both stand, mine first: nothing is left out by accident. Clean the result if an answer was typed.
    """
    pieces: list[str] = []
    number = 0
    for part in parts:
        if part.state == "conflict":
            both = (part.mine or "") + (part.theirs or "")
            pieces.append(both if answers is None else answers.get(number, both))
            number += 1
        else:
            pieces.append(part.html)
    html, before = "".join(pieces), ""
    while html != before:
        before, html = html, EMPTY.sub("", html)
    return html


def _merge(base: list[Piece], mine: list[Piece], theirs: list[Piece]) -> list[Part]:
    me, them = side_of(base, mine), side_of(base, theirs)
    moved_by_me, moved_by_them = set(me.moved.values()), set(them.moved.values())
    moved = moved_by_me | moved_by_them
    gaps: dict[int, _Gap] = {}
    for side, name, own in ((me, "mine", moved_by_me), (them, "theirs", moved_by_them - moved_by_me)):
        anchor = -1
        for step in side.steps:
            if step.old is not None:
                anchor = anchor if step.old in moved else step.old
                continue
            assert step.new is not None
            gap: list[Part] = getattr(gaps.setdefault(anchor, _Gap()), name)
            origin = side.moved.get(step.new)
            if origin is None:
                gap.append(Part(name, side.pieces[step.new].html))
            elif origin in own:
                gap += [replace(part, moved=True) for part in _piece(base, me, them, origin)]
    parts = _together(gaps.get(-1))
    for number in range(len(base)):
        if number not in moved:
            parts += _piece(base, me, them, number)
        parts += _together(gaps.get(number))
    return parts


def _together(gap: _Gap | None) -> list[Part]:
    """Return what both put in one place, mine first; what is the same, once."""
    if gap is None:
        return []
    if not gap.mine or not gap.theirs:
        return gap.mine + gap.theirs
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in opcodes(_came(gap.mine), _came(gap.theirs)):
        if tag == "equal":
            parts += [replace(part, state="both") for part in gap.mine[i1:i2]]
        else:
            parts += gap.mine[i1:i2] + gap.theirs[j1:j2]
    return parts


def _came(parts: list[Part]) -> list[str | int]:
    """Return what tells new pieces apart; one that moved is like no other."""
    return [id(p) if p.moved or p.state not in ("mine", "theirs") else Piece(p.html).key for p in parts]


def _piece(base: list[Piece], me: Side, them: Side, number: int) -> list[Part]:
    """Return what became of one piece of the base."""
    before, mine, theirs = base[number], me.piece(number), them.piece(number)
    if mine is None and theirs is None:
        return []
    moved_by_me, moved_by_them = number in me.moved.values(), number in them.moved.values()
    if mine is None or theirs is None:
        kept = mine or theirs
        assert kept is not None
        if kept.key == before.key and not moved_by_me and not moved_by_them:
            return []
        return [_conflict(before, mine, theirs)]
    if mine.key == theirs.key:
        if mine.key == before.key:
            return [Part("same", before.html)]
        # The anchor of a heading may be there in one only: links hold on to it.
        return [Part("both", max(mine.html, theirs.html, key=len))]
    if mine.key == before.key:
        return [Part("theirs", theirs.html)]
    if theirs.key == before.key:
        return [Part("mine", mine.html)]
    inside = _inside(before, mine, theirs)
    return [_conflict(before, mine, theirs)] if inside is None else inside


def _conflict(before: Piece, mine: Piece | None, theirs: Piece | None) -> Part:
    return Part("conflict", base=before.html, mine=mine.html if mine else None, theirs=theirs.html if theirs else None)


def _inside(before: Piece, mine: Piece, theirs: Piece) -> list[Part] | None:
    """Merge what a list, a table, a quotation holds; ``None`` when they cannot be taken apart."""
    if not before.tag == mine.tag == theirs.tag:
        return None
    openings = {mine.opening, theirs.opening} - {before.opening}
    if len(openings) > 1:
        return None
    opening = openings.pop() if openings else before.opening
    if before.tag == "tr":
        parts: list[Part] | None = _cells(before, mine, theirs)
    elif before.holds_blocks or (mine.holds_blocks and theirs.holds_blocks):
        parts = _merge(before.children, mine.children, theirs.children)
    else:
        return None
    if parts is None:
        return None
    inner = [part.within(opening) if part.state == "conflict" else part for part in parts]
    return [Part("frame", opening), *inner, Part("frame", f"</{before.tag}>")]


def _cells(before: Piece, mine: Piece, theirs: Piece) -> list[Part] | None:
    """Merge a row cell by cell; ``None`` when the rows have not as many cells, or when a cell was changed by both."""
    rows = before.children, mine.children, theirs.children
    if len({len(row) for row in rows}) > 1:
        return None
    parts: list[Part] = []
    for old, one, other in zip(*rows, strict=True):
        if one.key == other.key:
            parts.append(Part("same" if one.key == old.key else "both", one.html))
        elif old.key in (one.key, other.key):
            mine_stands = other.key == old.key
            parts.append(Part("mine" if mine_stands else "theirs", one.html if mine_stands else other.html))
        else:
            return None
    return parts


def surrounded(html: str, around: tuple[str, ...]) -> str:
    """Return ``html`` in the tags of ``around``, so that it can be shown (or edited) by itself."""
    closing = "".join(f"</{tag[1:-1].split()[0]}>" for tag in reversed(around))
    return "".join(around) + html + closing


def taken_out(html: str, around: tuple[str, ...]) -> str:
    """Return what stands in the tags of ``around`` again: undo ``surrounded`` on clean HTML that a person edited.

    What they put outside of these tags goes into them, so that nothing typed falls and the result has its place.
    """
    for opening in around:
        tag = opening[1:-1].split()[0]
        html = "".join(piece.inner if piece.tag == tag else _fitting(piece, tag) for piece in pieces_of(html))
    return html


def _fitting(piece: Piece, parent: str) -> str:
    """Return ``piece`` as something that may stand in ``parent``."""
    if parent in ("ul", "ol") and piece.tag != "li":
        return f"<li>{piece.html}</li>"
    if parent in ("tbody", "thead", "tfoot", "table") and piece.tag not in ("tr", "tbody", "thead", "tfoot", "caption"):
        return f"<tr><td>{piece.html}</td></tr>"
    return piece.html
