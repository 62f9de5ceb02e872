"""A test that runs on one setting only is there for a reason that holds."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import everything, placing

# These prove the seam between the two settings: nothing of them is left to one.
SEAM = (
    *("accounts/", "discussions/", "home/", "live/", "moderation/", "notifications/", "people/", "questions/"),
    *("search/", "secrets/", "bad_input/test_words.py", "platform/test_worker.py"),
)


def written_in(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text()).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in inside:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test"):
                names = [node.name, one.name] if isinstance(node, ast.ClassDef) else [one.name]
                yield "::".join([str(path.relative_to(placing.TESTS)), *names])


@cache
def every() -> list[str]:
    return [key for path in sorted(placing.TESTS.rglob("test_*.py")) for key in written_in(path)]


@pytest.mark.parametrize("place", [*placing.EMBEDDED, *placing.GROWN])
def test_every_line_is_about_tests_that_are_there(place: str) -> None:
    assert any(placing.covers(place, key) for key in every())


def test_no_test_of_the_seam_is_left_to_one_setting() -> None:
    left = [
        key
        for key in every()
        if key.startswith(SEAM)
        and (why := placing.reason(key, placing.EMBEDDED) or placing.reason(key, placing.GROWN))
        and not why.startswith("counts queries")
    ]
    assert left == []


def test_most_of_what_the_rooms_promise_is_judged_on_both() -> None:
    rooms = ("ideas/", "knowledge/", "charter/", "linking/", "merging/", "passages/", "stewardship/", "suggestions/")
    for room in rooms:
        keys = [key for key in every() if key.startswith(room)]
        both = [k for k in keys if not placing.reason(k, placing.EMBEDDED) and not placing.reason(k, placing.GROWN)]
        assert len(both) >= len(keys) / 2, room


# What ``make test`` says to each of its runs.
RUNS = {"embedded": everything.EMBEDDED, "grown": everything.GROWN, "browser": everything.BROWSER}


def runs_of(key: str) -> set[str]:
    if key.startswith("browser/"):
        return {"browser"}
    if placing.reason(key, placing.GROWN):
        return {"grown"}
    return {"embedded"} if placing.reason(key, placing.EMBEDDED) else {"embedded", "grown"}


@pytest.mark.parametrize("run", RUNS)
def test_a_file_that_a_run_does_not_read_has_no_test_for_it(run: str) -> None:
    unread = [
        path
        for path in placing.TESTS.rglob("test_*.py")
        if any(placing.is_elsewhere(place, RUNS[run]) for place in (path, *path.parents))
    ]
    assert unread
    assert [key for path in unread for key in written_in(path) if run in runs_of(key)] == []
