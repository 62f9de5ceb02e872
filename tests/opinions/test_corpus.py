"""The map on real conversations of Polis, latest vote per voter. The corpus is extra: a sample stands in without it."""

import csv

import pytest

from ideas.opinions import agreeing
from ideas.opinions.grouping import Votes, find_groups
from tests.conftest import CORPUS
from tests.opinions.test_grouping import camps

POLIS = CORPUS / "votes_polis"
# What Polis' own way finds in them, run by hand once: (conversation, groups, voters placed).
KNOWN = {"15-per-hour-seattle": (2, 138), "scoop-hivemind.freshwater": (2, 100), "london.youth.policing": None}


def conversations():
    if not POLIS.is_dir():
        return [("sample", camps(120, 30, 2), (2, 120))]
    found = []
    for name, expected in KNOWN.items():
        with (POLIS / name / "votes.csv").open() as file:
            rows = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
        with (POLIS / name / "comments.csv").open() as file:
            refused = {int(row["comment-id"]) for row in csv.DictReader(file) if row["moderated"] == "-1"}
        latest = {(int(row["voter-id"]), int(row["comment-id"])): int(row["vote"]) for row in rows}
        found.append((name, [(v, s, n) for (v, s), n in latest.items() if s not in refused], expected))
    return found


@pytest.mark.parametrize(
    ("name", "rows", "expected"), conversations(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_real_conversations_have_their_groups(name, rows, expected):
    found = find_groups(Votes([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]))
    if expected is None:
        assert found is None, "twenty-six voters are too few to show"
        return
    assert found is not None
    assert (found.k, len(found.voters)) == expected
    group_of = dict(zip(found.voters, found.groups.tolist(), strict=True))
    standings = agreeing.standings(rows, group_of, found.k)
    divides = agreeing.dividing(standings.values(), limit=3)
    assert all(standing.spread > 0.5 for standing in divides)
    for standing, agree in agreeing.uniting(standings.values(), limit=5):
        rates = [cell.agreement if agree else cell.disagreement for cell in standing.groups]
        assert min(rates) > 0.5
