"""Pages of a list without counting it: one row more than shown is read, which tells whether there is a next page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

_DEEPEST = 500


@dataclass(frozen=True)
class Page:
    """Some rows of a list: ``items``, its ``number`` (from 1), and the addresses of its neighbours ("" if none)."""

    items: list[Any]
    number: int
    next_url: str
    previous_url: str

    def __bool__(self) -> bool:
        return bool(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


def page_of(request: HttpRequest, rows: "QuerySet[Any]", *, size: int = 30) -> Page:
    """Return the page of ``rows`` that ``?page=`` asks for; anything that is not a page number is the first.

    The other parameters of the address (filters, order) stay in the neighbours' addresses. Pages beyond
    ``_DEEPEST`` are refused as the last allowed one: nobody reads there, and deep offsets cost.
    """
    number = number_asked(request)
    return page_with(request, rows_for(rows, number, size=size), size=size)


def number_asked(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return min(max(int(raw), 1), _DEEPEST) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else 1


def rows_for(rows: "QuerySet[Any]", number: int, *, size: int) -> list[Any]:
    """Return the rows of page ``number``, and the one after them if there is one."""
    start = (number - 1) * size
    return list(rows[start : start + size + 1])


def page_with(request: HttpRequest, items: list[Any], *, size: int) -> Page:
    """Return the page that ``?page=`` asks for, made of what ``rows_for`` gave."""
    number = number_asked(request)
    has_next = len(items) > size and number < _DEEPEST
    return Page(
        items=items[:size],
        number=number,
        next_url=_address(request, number + 1) if has_next else "",
        previous_url=_address(request, number - 1) if number > 1 else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    if number == 1:
        del query["page"]
    return f"?{query.urlencode()}" if query else request.path
