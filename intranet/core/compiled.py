"""Queries of the busiest pages, turned into SQL once and asked with other values each time.

Django spends a millisecond of Python on the SQL of a query that the database answers in a tenth of that::

    _lines = Compiled(lambda thread, first: Post.objects.filter(discussion=thread, number__gte=first).order_by("number"))
    posts = _lines(thread.pk, 12)  # a list

``build`` is called once for each *shape* of values, with stand-ins. It gives them to lookups as they are; it may decide
by ``None``, booleans, sets of words and how many numbers a set has (they make the shape), never by a number or a text.
Values: numbers, texts, ``None``, booleans, tuples of these, sets of numbers, sets of words, frozen dataclasses of these.
A query whose SQL does not hold each stand-in as a parameter of its own (of a dataclass: those it uses) is simply built
again each time. Nothing is
prefetched.
"""

import copy
import dataclasses
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import count
from typing import Any, TypeVar
from weakref import WeakSet

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

_FIRST_NUMBER = 2_046_810_000  # fits every integer column, and is no number that anybody writes in a query
_MOST_SHAPES = 200  # sets of audiences have all sorts of sizes; beyond, the oldest shape leaves

_V = TypeVar("_V")

_all: "WeakSet[Compiled]" = WeakSet()


class Compiled:
    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self._shapes: dict[Hashable, _Statement | None] = {}
        _all.add(self)

    def __call__(self, *values: Any) -> list[Any]:
        slots: list[Any] = []
        shape = tuple([_shape(value, slots) for value in values])
        try:
            statement = self._shapes[shape]
        except KeyError:
            statement = self._shapes[shape] = self._compile(values)
            if len(self._shapes) > _MOST_SHAPES:
                self._shapes.pop(next(iter(self._shapes)), None)
        if statement is None:
            return list(self.build(*values))
        return statement.ask(slots)

    def first(self, *values: Any) -> Any | None:
        """Return the first row, or ``None``. ``build`` says which it is: nothing is cut off here."""
        return next(iter(self(*values)), None)

    def _compile(self, values: tuple[Any, ...]) -> "_Statement | None":
        numbers = count(_FIRST_NUMBER)
        order: dict[Any, int] = {}
        spare: set[int] = set()  # of dataclasses, which know more than one query asks
        queryset = self.build(*(_stand_in(value, numbers, order, spare) for value in values))
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        places = [order.get(parameter) if isinstance(parameter, int | str) else None for parameter in parameters]
        unused = {stand_in: slot for stand_in, slot in order.items() if slot not in places}
        held = f"{sql} {parameters}"
        if any(slot not in spare or str(stand_in) in held for stand_in, slot in unused.items()):
            return None
        return _Statement(queryset, compiler, sql, list(zip(places, parameters, strict=True)))


class _Statement:
    """SQL with the places of its values, and what Django needs to make objects of its rows."""

    def __init__(self, queryset: "QuerySet[Any]", compiler: Any, sql: str, parameters: list[tuple[Any, Any]]) -> None:
        self.queryset: Any = queryset
        self.compiler, self.sql, self.parameters = compiler, sql, parameters
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        self.converters = compiler.get_converters(fields)

    def ask(self, slots: list[Any]) -> list[Any]:
        asked = self.queryset.__class__.__new__(self.queryset.__class__)
        asked.__dict__.update(self.queryset.__dict__)
        # type(): psycopg is given numbers of the column's size (Int4, Int8), which are classes of their own
        parameters = [known if at is None else type(known)(slots[at]) for at, known in self.parameters]
        asked._query = _Asked(self, tuple(parameters))
        rows: list[Any] = list(asked._iterable_class(asked))
        return rows


class _Asked:
    """Stands for the query of a queryset whose SQL is known already."""

    def __init__(self, statement: _Statement, parameters: tuple[Any, ...]) -> None:
        self.statement, self.parameters = statement, parameters

    def __getattr__(self, name: str) -> Any:
        return getattr(self.statement.queryset._query, name)

    def get_compiler(self, using: str, **_options: Any) -> Any:
        compiler = copy.copy(self.statement.compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda *_args, **_kwargs: (self.statement.sql, self.parameters)
        compiler.get_converters = lambda _fields: self.statement.converters
        return compiler


def forget() -> None:
    """Drop every statement; for tests, whose databases come and go."""
    for one in _all:
        one._shapes.clear()


def filled_up(numbers: Sequence[_V]) -> tuple[_V, ...]:
    """Return ``numbers`` (or texts), not empty, with the last repeated up to one of few lengths: shapes shared by sets of many sizes."""
    return (*numbers, *[numbers[-1]] * (-len(numbers) % 8))


def _shape(value: Any, slots: list[Any]) -> Hashable:
    """Return what of ``value`` changes the SQL, and add what does not to ``slots``."""
    kind = type(value)
    if kind is int or kind is str:
        slots.append(value)
        return kind.__name__
    if value is None or kind is bool:
        return (value,)
    if kind is tuple:
        return (kind, *[_shape(part, slots) for part in value])
    if kind is frozenset:
        if not all(type(part) is int for part in value):
            return (kind, value)
        slots.extend(value)
        return (kind, len(value))
    return (kind, *[_shape(getattr(value, field.name), slots) for field in dataclasses.fields(value)])


def _stand_in(value: Any, numbers: Iterator[int], order: dict[Any, int], spare: set[int]) -> Any:
    """Return the stand-in of ``value``, and note in ``order`` which slot each of its parts stands for."""
    kind = type(value)
    if kind is int or kind is str:
        number = next(numbers)
        stand_in = number if kind is int else f"compiled-{number}"
        order[stand_in] = len(order)
        return stand_in
    if kind is tuple:
        return tuple([_stand_in(part, numbers, order, spare) for part in value])
    if kind is frozenset and all(type(part) is int for part in value):
        return frozenset([_stand_in(part, numbers, order, spare) for part in value])
    if dataclasses.is_dataclass(kind):
        first = len(order)
        fields = dataclasses.fields(kind)
        parts = {field.name: _stand_in(getattr(value, field.name), numbers, order, spare) for field in fields}
        spare.update(range(first, len(order)))
        return kind(**parts)
    return value
