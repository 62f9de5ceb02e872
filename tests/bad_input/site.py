"""A way to throw bad input at the small site (``building``) without anything staying, and to collect what broke."""

import re
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from intranet.accounts.models import User
from tests.architecture.test_access import ADDRESSES

FORM = "application/x-www-form-urlencoded"
WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE)\s+"?(\w+)')


def form_encoded(data: Mapping[str, Any]) -> bytes:
    """Encode a form as a hostile program would: lone surrogates go out as bytes that are no UTF-8."""
    pairs = [(k, one) for k, v in data.items() for one in (v if isinstance(v, list) else [v])]
    return "&".join(f"{quote(k)}={quote(str(v), safe='', errors='surrogatepass')}" for k, v in pairs).encode()


def fields_refused(response: HttpResponse) -> set[str]:
    """Return the names of the fields that the page marks as refused."""
    page = "" if response.streaming else response.content.decode(errors="replace")
    marked = (tag for tag in re.findall(r"<[^<>]*>", page) if 'aria-invalid="true"' in tag)
    return {name[1] for tag in marked if (name := re.search(r'\sname="([^"]+)"', tag))}


def query(**values: object) -> str:
    return form_encoded(values).decode()


@dataclass
class Site:
    """``author`` wrote everything and also administers, so no form refuses them for who they are."""

    author: User
    reader: User
    client: Client
    values: dict[str, dict[str, Any]]
    forms: dict[str, "Form"] = field(default_factory=dict)
    # The tables that the last request wrote to.
    written: set[str] = field(default_factory=set)

    def url(self, name: str) -> str:
        """Return an address of this name that leads to something that is there."""
        return reverse(name, kwargs=self.values.get(name, {}))

    def urls(self) -> dict[str, str]:
        found = {}
        for name in ADDRESSES:
            try:
                found[name] = self.url(name)
            except NoReverseMatch as missing:
                raise AssertionError(f"tests/bad_input/parts makes nothing for {name}") from missing
        return found

    def ask(
        self, method: str, url: str, *, after: Callable[[HttpResponse], Any] | None = None, **request: Any
    ) -> HttpResponse:
        """Send one request and undo all that it changed; ``after`` looks before it is undone."""
        self.written.clear()
        with transaction.atomic():
            with connection.execute_wrapper(self._note_writing):
                if isinstance(request.get("data"), bytes):
                    response = self.client.generic(method.upper(), url, **request)
                else:
                    response = getattr(self.client, method)(url, **request)
            if after is not None:
                after(response)
            transaction.set_rollback(True)
        return response

    def _note_writing(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.written.update(WRITES.findall(sql))
        return execute(sql, *rest)

    def send(
        self, url: str, data: Mapping[str, Any], after: Callable[[HttpResponse], Any] | None = None, **request: Any
    ) -> HttpResponse:
        return self.ask("post", url, data=form_encoded(data), content_type=FORM, after=after, **request)


@dataclass(frozen=True)
class Form:
    """A form of the site with values that it takes. ``rich``: the fields of HTML; ``query``: of its address."""

    name: str
    data: Mapping[str, Any]
    rich: tuple[str, ...] = ()
    query: str = ""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """What the small site holds, for the features that add to it. ``author`` wrote all but ``other_thread``."""

    author: User
    reader: User
    department: Any
    space: Any
    article: Any
    idea: Any
    thread: Any
    other_thread: Any
    post: Any
    charter: Any


class Faults:
    """Collects what broke, with the exception behind each 500."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._raised: list[str] = []
        got_request_exception.connect(self._note)

    def _note(self, **_signal: Any) -> None:
        kind, error, trace = sys.exc_info()
        last = traceback.extract_tb(trace)[-4:]
        where = " < ".join(f"{frame.filename.split('/')[-1]}:{frame.lineno}" for frame in reversed(last))
        self._raised.append(f"{kind.__name__ if kind else ''}: {str(error)[:100]} at {where}")

    def look(self, response: HttpResponse, what: str) -> None:
        if response.status_code >= 500 and not (response.status_code == 503 and what.startswith("get /readyz")):
            self.found.append(f"{what[:160]!r}: {response.status_code} {self._raised[-1:]}")
        self._raised.clear()

    def none(self) -> None:
        got_request_exception.disconnect(self._note)
        assert not self.found, f"{len(self.found)} broke:\n" + "\n".join(self.found[:40])
