"""The ``?x=`` of lists, searches and completions: what makes no sense is left out; nothing breaks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.http import QueryDict

from tests.bad_input.site import Faults, Site, query
from tests.bad_input.strings import SHARP

NAMES = [
    "q",
    "page",
    "order",
    "status",
    "department",
    "tag",
    "mine",
    "supported",
    "space",
    "title",
    "body",
    "besides",
    "since",
    "to",
    "from",
    "room",
    "kind",
    "author",
    "period",
    "until",
    "action",
    "unread",
    "post",
    "next",
    "language",
    "number",
    "target",
    "view",
    "p",
]
LISTS = {
    "search:results": ["q", "kind", "space", "author", "period", "since", "until", "page"],
    "ideas:list": ["status", "department", "tag", "mine", "supported", "order", "page"],
    "discussions:events": ["since"],
    "discussions:thread": ["post", "page", "view"],
    "discussions:new": ["room"],
    "discussions:reply": ["to"],
    "knowledge:compare": ["from", "to"],
    "moderation:log": ["action", "page"],
}


@contextmanager
def noting_what_is_read(read: set[str]) -> Iterator[None]:
    """Note the names that are asked of the address, by whatever way a page asks."""

    def noting(way: str) -> Callable[..., Any]:
        ask = getattr(QueryDict, way)

        def asked(self: QueryDict, key: Any, *rest: Any, **named: Any) -> Any:
            if type(key) is str:
                read.add(key)
            return ask(self, key, *rest, **named)

        return asked

    with pytest.MonkeyPatch.context() as patched:
        for way in ("__getitem__", "get", "getlist", "__contains__"):
            patched.setattr(QueryDict, way, noting(way))
        yield


def test_every_page_bears_nonsense_in_every_parameter(site: Site, faults: Faults) -> None:
    """Nonsense; then, in what a page reads, arrays and repeated keys, of which it reads all, or the last, which is too large.

    A page that reads something of its address that is not in the list is sent it too.
    """
    for name, url in site.urls().items():
        asked: set[str] = set(NAMES)
        while asked:
            read: set[str] = set()
            with noting_what_is_read(read):
                nonsense = query(**dict.fromkeys(sorted(asked), "\x00\ud800'\"<"))
                faults.look(site.ask("get", f"{url}?{nonsense}"), f"get {name} nonsense")
            asked, before = (asked | read) if read - asked else set(), asked
        if read:
            repeated = "&".join(
                f"{key}[]=1&{key}=1&{key}={quote('é')}&{key}[a][b]=2&{key}&{key}={2**63}" for key in sorted(before)
            )
            faults.look(site.ask("get", f"{url}?{repeated}"), f"get {name} repeated keys")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_each_parameter_bears_everything(site: Site, faults: Faults, name: str) -> None:
    """What is looked for alone; the others together, each with another value every time: what makes no sense is left out,
    so none keeps the others from being read. A page that refuses is asked for each alone."""
    url = site.url(name)
    others = [parameter for parameter in LISTS[name] if parameter != "q"]
    for value in SHARP if "q" in LISTS[name] else ():
        faults.look(site.ask("get", f"{url}?{query(q=value)}"), f"get {name} q={value[:40]!r}")
    for start in range(len(SHARP)):
        asked = {other: SHARP[(start + at) % len(SHARP)] for at, other in enumerate(others)}
        response = site.ask("get", f"{url}?{query(**({'q': 'words'} | asked))}")
        faults.look(response, f"get {name} {[(k, v[:40]) for k, v in asked.items()]}")
        for other, value in asked.items() if response.status_code != 200 and len(asked) > 1 else ():
            alone = query(**{"q": "words", other: value})
            faults.look(site.ask("get", f"{url}?{alone}"), f"get {name} {other}={value[:40]!r}")


def test_a_page_far_beyond_the_end_says_that_there_is_nothing(site: Site, faults: Faults) -> None:
    for name in (
        "ideas:list",
        "discussions:index",
        "people:list",
        "notifications:list",
        "moderation:log",
        "knowledge:tag",
    ):
        for page in ("0", "-1", "99999", "999999999999", "1e3", "", "٣"):
            response = site.ask("get", f"{site.url(name)}?page={page}")
            faults.look(response, f"get {name} page {page}")
            assert response.status_code == 200
