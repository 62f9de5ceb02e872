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
    for name, url in site.urls().items():
        for value in ("\x00\ud800'\"<", str(2**63)):
            what = f"{url}?{query(**dict.fromkeys(NAMES, value))}"
            faults.look(site.ask("get", what), f"get {name} {value!r}")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_each_parameter_alone_bears_everything(site: Site, faults: Faults, name: str) -> None:
    for parameter in LISTS[name]:
        for value in SHARP:
            faults.look(site.ask("get", f"{site.url(name)}?{query(**{'q': 'words', parameter: value})}"), parameter)


def test_arrays_and_repeated_keys_are_no_surprise(site: Site, faults: Faults) -> None:
    for name, url in site.urls().items():
        what = f"{url}?" + "&".join(f"{key}[]=1&{key}=1&{key}={quote('é')}&{key}[a][b]=2&{key}" for key in NAMES)
        faults.look(site.ask("get", what), f"get {name}")


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
