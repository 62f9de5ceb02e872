"""Where each test runs: on both settings, unless it is listed here with its reason.

A test runs where it can fail. What meets the database, the cache, the search engine or the sockets of a setting is judged
on both: models and their constraints, locks, transactions, imports, who may see what, the rooms' pages and verbs. What a
setting cannot change is judged once, on the embedded one (``EMBEDDED``): arithmetic, texts, and the pages of a room whose
statements other tests send to PostgreSQL too (of 4,665 kinds of statements seen there, 78 came from these alone). A long
sweep of bad input or a fuzzer is judged once, on the grown setting (``GROWN``): PostgreSQL refuses all that SQLite
refuses, and NUL, text that is too long and numbers that are too large besides.

Each key is a folder (ends with ``/``), a file, or the tests of a file (``file.py::test_name``), from ``tests/``; a star
stands for anything. A new test runs on both. ``tests/architecture/test_placing.py`` watches over these lists.
"""

from collections import Counter
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent

REAL = "real content: imports of samples are judged on both, and columns by tests/columns.py"
PAGES = "what pages show, take and refuse; other tests send the same statements to PostgreSQL"
EMBEDDED = {
    "amending/test_amending.py": PAGES,
    "api/test_parts.py": PAGES,
    "architecture/": "the code, and the table of who may open what, which opens every page; on PostgreSQL bad_input/ does",
    "attention/test_arithmetic.py": "numbers go in, numbers come out",
    "bad_input/test_requests.py": "bodies, headers, tokens and files are refused before a query is made",
    "campaigns/test_hidden_elsewhere.py": "one gate, asked by each way out; on PostgreSQL test_hidden_tally.py sweeps every page",
    "campaigns/test_preparing.py": PAGES,
    "charter/test_theme.py": "contrast of colours, style sheets",
    "contributions/test_uploads.py": "what is kept of a picture or a file, and refused",
    "core/test_richtext.py": "a text goes in, a text comes out",
    "counting/": "ballots go in, results come out",
    "demo/": "what make run loads, on the setting that it starts; the verbs that it goes by are judged on both",
    "demo/test_content.py": "reads the files of the demo company",
    "exchange/test_bringing.py": PAGES,
    "exchange/test_formats.py": "files become texts",
    "exchange/test_round_trip.py": "texts become files and the same texts again",
    "exchange/test_taking.py": "texts become files",
    "exchange/test_writing.py": "a text goes in, a text comes out",
    "glossary/test_words.py": "finds words in a text",
    "idea_exchange/test_import.py": PAGES,
    "ideas/test_deciding.py": PAGES,
    "ideas/test_import.py::test_the_exports_of_the_corpus_import_whole": REAL,
    "ideas/test_statuses.py": PAGES,
    "knowledge/importing/test_importing.py::test_real_knowledge_bases_come_in": REAL,
    "knowledge/test_history.py": PAGES,
    "knowledge/test_reading.py": PAGES,
    "linking/test_files.py": PAGES,
    "merging/test_merge.py": "three texts go in, one comes out",
    "opinions/test_grouping.py": "answers go in, groups come out",
    "passages/test_anchoring.py": "finds a passage in a text",
    "platform/test_docs.py": "reads the documentation",
    "platform/test_requirements.py": "reads the lists of libraries",
    "platform/test_serve.py": "starts sites of its own, on SQLite whatever the setting",
    "platform/test_settings.py": "starts settings of its own, from an environment of its own",
    "reviewing/test_paths.py": "a table of who may publish by which path",
    "reviewing_room/test_deciding.py": PAGES,
    "reviewing_room/test_files.py": PAGES,
    "reviewing_room/test_forecasts.py": PAGES,
    "reviewing_room/test_room.py": PAGES,
    "reviewing_room/test_scorecards.py": PAGES,
    "templating/": "how templates are written",
    "translations/": "the words of pages, code and templates",
    "ui/": "style sheets, components and the frame of pages",
    "*::*cost*the_same*": "counts queries, which Django makes alike for both",
    "*::*cost_what_one_does": "counts queries, which Django makes alike for both",
    "*::*within_twelve_queries": "counts queries, which Django makes alike for both",
}
GROWN = {
    "api/test_schema.py": "a fuzzer: what it sends reaches the stricter database",
    "bad_input/test_addresses.py": "what stands in an address reaches the stricter database; every page is opened",
    "bad_input/test_forms.py": "every field of every form reaches the stricter database",
    "bad_input/test_parameters.py": "what is asked of a list reaches the stricter database; every page is opened",
    "campaigns/test_hidden_tally.py": "every page, in two worlds; what may be told is decided in Python",
    "ideas/test_writing.py::TestHostileTexts::*": "odd texts reach the stricter database",
    "knowledge/test_editing.py::test_naughty_strings_are_only_strings": "odd texts reach the stricter database",
    "merging/test_long_text.py": "PostgreSQL bounds the length of what is indexed, SQLite does not",
}


def key_of(item: pytest.Item) -> str:
    """Return the name of the test as the lists say it: ``folder/file.py::Class::test_name``."""
    names = [node.name for node in item.listchain() if isinstance(node, pytest.Class)]
    return "::".join([str(item.path.relative_to(TESTS)), *names, getattr(item, "originalname", None) or item.name])


def covers(place: str, key: str) -> bool:
    if place.endswith("/"):
        return key.startswith(place)
    return fnmatchcase(key, place) or (place.endswith(".py") and key.startswith(f"{place}::"))


def reason(key: str, places: dict[str, str]) -> str | None:
    """Return why the test ``key`` is in this list, if it is. The most precise line counts."""
    found = [place for place in places if covers(place, key)]
    return places[max(found, key=len)] if found else None


def is_elsewhere(path: Path, marks: str) -> bool:
    """Say whether no test of the file or folder runs where pytest was started with ``-m marks``: it need not be read.

    A file that speaks of PostgreSQL may have tests that the line of its folder does not cover (see ``mark``): it is read.
    """
    if not (path.is_dir() or path.name.startswith("test_")) or TESTS not in path.parents or " or " in marks:
        return False
    asked = marks.split(" and ")
    key = str(path.relative_to(TESTS)) + ("/" if path.is_dir() else "")
    if "not browser" in asked and key.startswith("browser/"):
        return True
    if "browser" in asked and not key.startswith("browser/"):
        return True
    if "not grown" in asked and key in GROWN:
        return True
    whole = [place for place in EMBEDDED if "::" not in place]
    if "not once" in asked and not path.is_dir() and any(covers(place, key) for place in whole):
        return key not in GROWN and "postgresql" not in path.read_text()
    return False


def mark(items: list[pytest.Item]) -> Counter[str]:
    """Mark what runs on one setting only; return how many tests run where, with the reasons."""
    counted: Counter[str] = Counter()
    grown, embedded = cache(lambda key: reason(key, GROWN)), cache(lambda key: reason(key, EMBEDDED))
    for item in items:
        key = key_of(item)
        if item.get_closest_marker("browser"):
            counted["in a browser"] += 1
        elif item.get_closest_marker("postgresql"):
            counted["on PostgreSQL and Redis: real concurrency, or what only they have"] += 1
        elif why := grown(key):
            item.add_marker(pytest.mark.grown)
            counted[f"on PostgreSQL and Redis: {why}"] += 1
        elif why := embedded(key):
            item.add_marker(pytest.mark.once)
            counted[f"embedded: {why}"] += 1
        else:
            counted["on both settings"] += 1
    return counted
