"""Files of the Pabulib format: what could change the result is refused with its line, the rest is said."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from ideas.counting import pabulib
from ideas.counting.election import Election, Kind
from ideas.counting.tally import Rules, tally, winners
from tests.counting import reference
from tests.counting.strategies import elections

ELECTIONS = sorted((Path(__file__).parent / "elections").glob("*.pb"))
GOOD = """META
key;value
num_projects;2
num_votes;2
budget;100
vote_type;approval
PROJECTS
project_id;cost;votes;name
a;60;2;A tree
b;50;1;"A bench; green"
VOTES
voter_id;vote
1;a,b
2;a
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@settings(max_examples=50)
@given(elections())
def test_what_is_written_is_read_again(vote: Election) -> None:
    again = pabulib.read(pabulib.write(vote).encode())
    assert (again.election.total, again.election.projects, again.election.ballots) == (
        vote.total,
        vote.projects,
        vote.ballots,
    )
    assert again.election.kind is vote.kind
    assert pabulib.write(again.election) == pabulib.write(vote)


@pytest.mark.parametrize("path", ELECTIONS, ids=lambda path: path.stem)
def test_files_of_elections_are_counted_as_the_reference_counts_them(path: Path) -> None:
    vote = pabulib.read(path.read_bytes()).election
    shares = tally(vote, Rules(tie_break="5eed"))
    bought, endowment = reference.add1(vote, "5eed")
    assert [entry["id"] for entry in shares["chosen"] if entry["how"] == "equal_shares"] == bought
    assert shares["endowment"] == str(endowment)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace("META", "meta").replace("VOTES", " Votes "),
        GOOD.replace("\n", "\n\n"),
        GOOD.rstrip("\n"),
        changed("a;60", " a ; 60.00"),
        changed("1;a,b", "1; a , b ;"),
    ],
    ids=["CRLF", "BOM", "case", "empty lines", "no last newline", "spaces", "trailing semicolon"],
)
def test_what_changes_nothing_is_borne(text: str) -> None:
    plain, odd = pabulib.read(GOOD).election, pabulib.read(text.encode()).election
    assert (odd.total, odd.ballots) == (plain.total, plain.ballots)
    assert [(p.id, p.cost) for p in odd.projects] == [("a", 60), ("b", 50)]


def test_a_file_whose_meta_has_no_header_is_read_and_says_so() -> None:
    plain, found = pabulib.read(GOOD), pabulib.read(changed("key;value\n", ""))
    assert (found.election.total, found.election.meta) == (plain.election.total, plain.election.meta)
    assert found.warnings == ["META has no header: its columns are taken as key and value"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (changed("num_votes;2", "num_votes;3"), 4, "num_votes"),
        (changed("num_projects;2", "num_projects;1"), 3, "num_projects"),
        (changed("1;a,b", "1;a,z"), 13, "no project “z”"),
        (changed("2;a\n", "1;a\n"), 14, "voter “1” comes twice"),
        (changed("1;a,b", "1;a,a"), 13, "twice"),
        (changed("1;a,b", ";a,b"), 13, "voter_id"),
        (changed("b;50", "a;50"), 10, "comes twice"),
        (changed("b;50", "b;0"), 10, "at least 1"),
        (changed("b;50", "b;-5"), 10, "at least 1"),
        (changed("b;50", "b;1" + "0" * 400), 10, "more than"),
        (changed("b;50", "b;" + "9" * 13), 10, "more than"),
        (changed("b;50", "b;12.50"), 10, "whole number"),
        (changed("b;50", "b;١٢"), 10, "whole number"),
        (changed("b;50", "b;"), 10, "whole number"),
        (changed("budget;100", "budget;0"), 5, "at least 1"),
        (changed("budget;100\n", ""), 2, "budget"),
        (changed("budget;100", "budget;100\nbudget;90"), 6, "twice"),
        (changed("vote_type;approval", "vote_type;ordinal"), 6, "ordinal"),
        (changed("vote_type;approval", "vote_type;cumulative"), 12, "points"),
        (changed("project_id;cost;votes", "project_id;price;votes"), 8, "“cost”"),
        (changed("voter_id;vote", "voter_id;ballot"), 12, "“vote”"),
        (changed("1;a,b", "1;a,b;more"), 13, "columns"),
        (GOOD[: GOOD.index("VOTES")], 0, "VOTES is missing"),
        (GOOD + "VOTES\nvoter_id;vote\n", 15, "twice"),
        ("nothing\n" + GOOD, 1, "META"),
        ("", 0, "META is missing"),
        (changed("A tree", "A\x00tree"), 9, "zero byte"),
    ],
)
def test_what_could_change_the_result_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(pabulib.BadFile) as refused:
        pabulib.read(text.encode())
    assert refused.value.line == line
    assert says in refused.value.message


def test_text_that_is_not_utf8_is_refused_with_its_line() -> None:
    with pytest.raises(pabulib.BadFile, match=re.escape("line 9: this is not UTF-8")):
        pabulib.read(changed("A tree", "Un arbre à nous").encode("latin-1"))


def test_points_must_match_the_projects() -> None:
    points = changed("vote_type;approval", "vote_type;cumulative").replace("voter_id;vote", "voter_id;vote;points")
    with pytest.raises(pabulib.BadFile, match="line 14"):
        pabulib.read(points.replace("1;a,b", "1;a,b;3,2").replace("2;a\n", "2;a;1,1\n"))
    read = pabulib.read(points.replace("1;a,b", "1;a,b;3,0").replace("2;a\n", "2;a;4\n"))
    assert [dict(ballot.points) for ballot in read.election.ballots] == [{"a": 3}, {"a": 4}]
    assert read.election.kind is Kind.CUMULATIVE
    assert any("line 13" in warning for warning in read.warnings)
    with pytest.raises(pabulib.BadFile, match="line 13"):
        pabulib.read(points.replace("1;a,b", "1;a,b;3,-2").replace("2;a\n", "2;a;4\n"))


def test_what_is_odd_without_consequence_is_a_warning() -> None:
    assert any("costs more" in warning for warning in pabulib.read(changed("b;50", "b;500")).warnings)
    assert any("votes" in warning for warning in pabulib.read(changed("b;50;1", "b;50;9")).warnings)
    assert any("num_votes" in warning for warning in pabulib.read(changed("num_votes;2\n", "")).warnings)


def test_a_published_file_says_how_it_is_counted() -> None:
    text = changed("budget;100", "method;budget\nrule;greedy\ncompletion;none\ntie_break;5eed\nbudget;100")
    vote = pabulib.read(text).election
    assert Rules.of(vote) == Rules("budget", "greedy", "none", "5eed")
    assert winners(tally(vote, Rules.of(vote))) == ["a"]
    with pytest.raises(pabulib.BadFile):
        Rules.of(pabulib.read(text.replace("rule;greedy", "rule;dice")).election)
