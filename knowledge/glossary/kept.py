"""The glossary as every article needs it, in the memory of the process: read again every few seconds, at once where it
was changed. What is compiled of it (one expression for each readership, language and place) stays while it says the same.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.glossary.forms_of_words import expression, forms_of, normal

if TYPE_CHECKING:
    import re

    from intranet.accounts.models import User

_SECONDS = 5.0
_MOST_TERMS = 4000
_MOST_MATCHERS = 100


@dataclass(frozen=True)
class Entry:
    """What an article shows of a published term."""

    pk: int
    term: str
    forms: tuple[str, ...]
    language: str
    audience_id: int | None
    space_path: str
    summary: str
    standing: str
    instead: str
    url: str


@dataclass(frozen=True)
class Book:
    """All the terms in force, each language's by itself. ``number`` changes when any of them does."""

    number: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Matcher:
    """Finds the terms of one readership in a text of one language. ``number`` is its alone."""

    number: int
    pattern: "re.Pattern[str]"
    entries: dict[str, Entry]

    def entry(self, found: str) -> Entry | None:
        return self.entries.get(normal(found))


_lock = Lock()
_numbers = count(1)
_kept: tuple[float, Book] | None = None
_matchers: "OrderedDict[tuple[object, ...], Matcher | None]" = OrderedDict()


def load() -> tuple[Entry, ...]:
    """Return the terms of the glossary as they are in the database: one query."""
    from knowledge.glossary.models import Term

    rows = Term.objects.published().filter(is_hidden=False).select_related("space").order_by("term_folded", "pk")
    return tuple(
        Entry(
            pk=row.pk,
            term=row.term,
            forms=tuple(forms_of(row.term, row.variants, row.language)),
            language=row.language,
            audience_id=row.audience_id,
            space_path=row.space.path if row.space else "",
            summary=row.summary,
            standing=row.standing,
            instead=row.instead,
            url=row.get_absolute_url(),
        )
        for row in rows.defer("definition")[:_MOST_TERMS]
    )


def in_force() -> Book:
    global _kept
    kept = _kept
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    entries = load()
    with _lock:
        same = _kept is not None and _kept[1].entries == entries
        book = _kept[1] if _kept is not None and same else Book(next(_numbers), entries)
        _kept = (time.monotonic() + _SECONDS, book)
    return book


def forget() -> None:
    """Have the next article read the glossary again: after a change, and between tests."""
    global _kept
    with _lock:
        _kept = None


def terms_for(user: "User", path: str, book: Book | None = None) -> list[Entry]:
    """Return the terms that ``user`` may see and that are explained at this place of the tree of pages ("": anywhere)."""
    return [
        entry
        for entry in (book or in_force()).entries
        if user.belongs_to(entry.audience_id) and path.startswith(entry.space_path)
    ]


def matcher_for(user: "User", language: str, path: str) -> Matcher | None:
    """Return what finds the terms of ``language`` for ``user`` in an article at ``path``; ``None`` when there are none.

    A term of a space goes before one of everywhere, the nearer space before the farther.
    """
    book = in_force()
    readership = "everything" if user.sees_everything else user.audience_ids
    key = (book.number, readership, language, path)
    with _lock:
        if key in _matchers:
            _matchers.move_to_end(key)
            return _matchers[key]
    made = _compiled([entry for entry in terms_for(user, path, book) if entry.language == language])
    with _lock:
        _matchers[key] = made
        while len(_matchers) > _MOST_MATCHERS:
            _matchers.popitem(last=False)
    return made


def _compiled(entries: list[Entry]) -> Matcher | None:
    known: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (-len(entry.space_path), entry.pk)):
        for form in entry.forms:
            known.setdefault(form, entry)
    pattern = expression(known)
    return Matcher(next(_numbers), pattern, known) if pattern is not None else None
