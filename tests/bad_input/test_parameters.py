"""The ``?x=`` of lists, searches and completions: what makes no sense is left out; nothing breaks."""

from urllib.parse import quote

import pytest

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


def test_every_page_bears_nonsense_in_every_parameter(site: Site, faults: Faults) -> None:
    """Nonsense; then arrays and repeated keys, of which a page reads all, or the last, which is too large."""
    nonsense = query(**dict.fromkeys(NAMES, "\x00\ud800'\"<"))
    repeated = "&".join(f"{key}[]=1&{key}=1&{key}={quote('é')}&{key}[a][b]=2&{key}&{key}={2**63}" for key in NAMES)
    for name, url in site.urls().items():
        for what, asked in (("nonsense", nonsense), ("repeated keys", repeated)):
            faults.look(site.ask("get", f"{url}?{asked}"), f"get {name} {what}")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_each_parameter_alone_bears_everything(site: Site, faults: Faults, name: str) -> None:
    for parameter in LISTS[name]:
        for value in SHARP:
            what = query(**{"q": "words", parameter: value})
            faults.look(site.ask("get", f"{site.url(name)}?{what}"), f"get {name} {parameter}={value[:40]!r}")


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
