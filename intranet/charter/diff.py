"""What changed between two versions of the charter, for people: clause by clause, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from intranet.charter.languages import pick
from intranet.core.richtext import to_text

State = Literal["added", "removed", "changed", "same"]
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of text that both versions have (``same``), or only the newer (``added``) or the older one (``removed``)."""

    state: State
    text: str


@dataclass(frozen=True)
class ClauseChange:
    """One clause in both versions. ``title`` and ``body`` are pieces; ``moved_from`` its former number if it moved."""

    state: State
    anchor: str
    number: int
    title: list[Piece]
    body: list[Piece]
    moved_from: int | None = None


def compare(older: dict[str, Any], newer: dict[str, Any]) -> list[ClauseChange]:
    """Compare the contents of two versions in the reader's language; the clauses of ``newer`` in order, then those withdrawn."""
    before = {clause["key"]: clause for clause in older["clauses"]}
    # Where a clause stands among those that both have: an insertion before it is no move.
    kept = [c["key"] for c in newer["clauses"] if c["key"] in before]
    order_before = {key: n for n, key in enumerate(key for key in before if key in set(kept))}
    order_now = {key: n for n, key in enumerate(kept)}
    changes = []
    for clause in newer["clauses"]:
        was = before.pop(clause["key"], None)
        moved = was is not None and order_before[clause["key"]] != order_now[clause["key"]]
        changes.append(_change(was, clause, moved_from=was["number"] if was and moved else None))
    changes += [_change(clause, None) for clause in before.values()]
    return changes


def _change(was: dict[str, Any] | None, now: dict[str, Any] | None, moved_from: int | None = None) -> ClauseChange:
    shown = now or was or {}
    title = words_between(_title(was), _title(now))
    body = words_between(_body(was), _body(now))
    state: State = "same"
    if was is None or now is None:
        state = "added" if was is None else "removed"
    elif any(piece.state != "same" for piece in title + body):
        state = "changed"
    return ClauseChange(state, shown["anchor"], shown["number"], title, body, moved_from)


def _title(clause: dict[str, Any] | None) -> str:
    return pick(clause["title_fr"], clause["title_en"]) if clause else ""


def _body(clause: dict[str, Any] | None) -> str:
    return to_text(pick(clause["body_fr"], clause["body_en"])) if clause else ""


def words_between(older: str, newer: str) -> list[Piece]:
    """Return ``newer`` and ``older`` as one text of pieces, compared word by word."""
    return list(_joined(_pieces(_TOKEN.findall(older), _TOKEN.findall(newer))))


def _pieces(older: list[str], newer: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(newer[c:d]))
            continue
        if b > a:
            yield Piece("removed", "".join(older[a:b]))
        if d > c:
            yield Piece("added", "".join(newer[c:d]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Read better: a lone space between two changes belongs to the change ("red" → "a blue" rather than in crumbs)."""
    held: dict[State, str] = {}
    for piece in pieces:
        if piece.state == "same" and not (held and piece.text.isspace() and "\n" not in piece.text):
            yield from (Piece(state, held[state]) for state in ("removed", "added") if held.get(state))
            held = {}
            yield piece
            continue
        for state in ("removed", "added") if piece.state == "same" else (piece.state,):
            held[state] = held.get(state, "") + piece.text
    yield from (Piece(state, held[state]) for state in ("removed", "added") if held.get(state))
