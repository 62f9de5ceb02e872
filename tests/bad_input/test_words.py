"""What people look for: any words, in every field that reads words, and any days. Each database and engine on its own."""

import pytest

from intranet.search.finding import complete
from intranet.search.syntax import LONGEST_QUERY
from tests.bad_input.site import Faults, Site, each, query
from tests.bad_input.strings import ODD, SHARP, naughty
from tests.search.indexed import ordered

DAYS = ["0001-01-01", "0001-01-02", "9999-12-31", "9999-12-30", "2026-02-31", "10000-01-01", "1/1/1", "0"]
# What reads words that people type.
TYPED = {
    "search:results": ["q", "author", "since"],
    "search:palette": ["q"],
    "people:complete": ["q"],
    "people:list": ["q", "department"],
    "knowledge:complete": ["q"],
    "ideas:similar": ["title", "body", "besides"],
    "ideas:list": ["tag", "status", "department"],
    "knowledge:new": ["title", "space"],
}


@pytest.mark.parametrize("name", sorted(TYPED))
def test_the_naughty_strings_are_only_words(site: Site, faults: Faults, name: str) -> None:
    """The palette and the page of results meet a part of the long list: ``test_any_words_can_be_searched`` and
    ``test_any_words_can_be_typed`` try the rest without the page."""
    url = site.url(name)
    more = {"search:palette": naughty()[1::5], "search:results": naughty()[::5]}
    for value in each([*SHARP, *ODD, *more.get(name, [])]):
        faults.look(
            site.ask("get", f"{url}?{query(**dict.fromkeys(TYPED[name], value[:5000]))}"), f"get {name} {value!r}"
        )


def test_any_words_can_be_searched(site: Site) -> None:
    for value in naughty():
        try:
            ordered(site.author, value[:5000])
        except Exception as error:
            raise AssertionError(f"{value!r} broke the search") from error


def test_any_words_can_be_typed(site: Site) -> None:
    for value in naughty():
        try:
            complete(site.author, value[:LONGEST_QUERY].replace("\x00", ""))
        except Exception as error:
            raise AssertionError(f"{value!r} broke what the palette finds") from error


def test_the_first_and_the_last_day_of_all_can_be_searched(site: Site, faults: Faults) -> None:
    for day in DAYS:
        for other in DAYS:
            faults.look(site.ask("get", f"/search/?q=words&since={day}&until={other}"), f"since {day} until {other}")
