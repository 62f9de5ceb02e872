"""What people look for: any words, in every field that reads words, and any days. Each database and engine on its own."""

from itertools import cycle, product, zip_longest

import pytest

from intranet.search.finding import complete
from intranet.search.syntax import LONGEST_QUERY
from tests.bad_input.site import Faults, Site, query
from tests.bad_input.strings import ODD, SHARP, dealt, naughty, packed
from tests.search.indexed import ordered

DAYS = ["0001-01-01", "0001-01-02", "9999-12-31", "9999-12-30", "2026-02-31", "10000-01-01", "1/1/1", "0"]
# What reads words that people type, and what reads something else beside them.
TYPED: dict[str, tuple[list[str], list[str]]] = {
    "search:results": (["q"], ["author", "since"]),
    "search:palette": (["q"], []),
    "people:complete": (["q"], []),
    "people:list": (["q"], ["department"]),
    "knowledge:complete": (["q"], []),
    "ideas:similar": (["title", "body"], ["besides"]),
    "ideas:list": ([], ["tag", "status", "department"]),
    "knowledge:new": (["title"], ["space"]),
}


@pytest.mark.parametrize("name", sorted(TYPED))
def test_the_naughty_strings_are_only_words(site: Site, faults: Faults, name: str) -> None:
    """The sharpest ones alone; the odd ones many at once in the words, in turn in what is no word.

    The palette and the page of results meet a part of the long list: ``test_any_words_can_be_searched`` and
    ``test_any_words_can_be_typed`` try each one alone, without the page.
    """
    url = site.url(name)
    words, others = TYPED[name]
    more = {"search:palette": naughty()[1::5], "search:results": naughty()[::5]}
    asked = [dict.fromkeys([*words, *others], value[:5000]) for value in SHARP]
    many = packed([*ODD, *more.get(name, [])], LONGEST_QUERY) if words else []
    share = dealt(ODD, sorted(TYPED).index(name), 2) if others else []
    for text, odd in zip_longest(many, share, fillvalue="x"):
        asked.append(dict.fromkeys(words, text[:5000]) | dict.fromkeys(others, odd))
    for values in asked:
        faults.look(site.ask("get", f"{url}?{query(**values)}"), f"get {name} {values!r}")


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
    """Each day since and until, before each other kind of day: what is no day is the same whichever it is."""
    days, none = DAYS[:4], cycle(DAYS[4:])
    for day, other in [
        *product(days, days),
        *((day, next(none)) for day in days),
        *((next(none), day) for day in days),
    ]:
        faults.look(site.ask("get", f"/search/?q=words&since={day}&until={other}"), f"since {day} until {other}")
