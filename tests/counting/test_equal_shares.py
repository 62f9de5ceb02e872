"""Equal shares are what the paper says, whatever is done for speed."""

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.counting import completion
from ideas.counting.completion import equal_shares
from ideas.counting.election import Ballot, Election, Kind, Project, tie_key
from ideas.counting.equal_shares import Prepared
from ideas.counting.explaining import Why, losses_of_shares, receipt_of
from ideas.counting.greedy import greedy
from ideas.counting.screening import Screen
from ideas.counting.tally import Rules, tally, winners
from tests.counting import reference
from tests.counting.strategies import elections


def election(total: int, costs: dict[str, int], *ballots: str) -> Election:
    """Approval ballots as words: "ab" approves a and b."""
    projects = [Project(name, cost) for name, cost in costs.items()]
    return Election(total, projects, [Ballot(str(n), dict.fromkeys(names, 1)) for n, names in enumerate(ballots)])


@settings(max_examples=100)
@given(elections(), st.integers(0, 60), st.integers(1, 7))
def test_one_run_is_that_of_the_paper(vote: Election, above: int, below: int) -> None:
    prepared, endowment = Prepared(vote, "5eed"), Fraction(above, below)
    outcome = prepared.count(endowment)
    bought, paid, left = reference.equal_shares(vote, "5eed", endowment)
    assert list(outcome.winners) == bought
    assert [outcome.paid[group] for group in prepared.group_of] == paid
    assert [outcome.left[group] for group in prepared.group_of] == left


@settings(max_examples=60)
@given(elections())
def test_add1_stops_where_one_unit_at_a_time_stops(vote: Election) -> None:
    shares = equal_shares(vote, "5eed")
    bought, endowment = reference.add1(vote, "5eed")
    assert (list(shares.outcome.winners), shares.outcome.endowment) == (bought, endowment)


@settings(max_examples=15)
@given(elections(most_ballots=3, most_projects=4, dear=3000))
def test_add1_over_many_raises_is_the_same(vote: Election) -> None:
    shares = equal_shares(vote, "5eed")
    bought, endowment = reference.add1(vote, "5eed")
    assert (list(shares.outcome.winners), shares.outcome.endowment) == (bought, endowment)


@settings(max_examples=80)
@given(elections(dear=200), st.integers(1, 100), st.integers(0, 60))
def test_what_floats_prove_is_true_for_every_endowment_between(vote: Election, low: int, more: int) -> None:
    prepared = Prepared(vote, "5eed")
    proven = Screen(prepared).winners(low, low + more)
    if proven is not None:
        for endowment in range(low, low + more + 1):
            assert prepared.count(Fraction(endowment)).winners == tuple(prepared.names[n] for n in proven)


@settings(max_examples=80)
@given(elections())
def test_receipts_sum_to_the_unit_and_the_money_is_never_overspent(vote: Election) -> None:
    shares = equal_shares(vote, "5eed")
    receipts = [receipt_of(shares, n) for n in range(len(vote.ballots))]
    for receipt in receipts:
        assert sum(receipt.paid.values()) + receipt.left == receipt.share
        assert all(amount > 0 for amount in receipt.paid.values())
    for name in shares.outcome.winners:
        assert sum(receipt.paid.get(name, 0) for receipt in receipts) == vote.by_id[name].cost
    assert sum(vote.by_id[name].cost for name in shares.winners) <= vote.total
    assert len(set(shares.winners)) == len(shares.winners)
    assert {loss.project for loss in losses_of_shares(shares)} == set(vote.by_id) - set(shares.winners)


@settings(max_examples=100)
@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_projects_changes_nothing(vote: Election, chance) -> None:
    projects, ballots = list(vote.projects), list(vote.ballots)
    chance.shuffle(projects)
    chance.shuffle(ballots)
    other = Election(vote.total, projects, ballots, vote.kind)
    assert equal_shares(vote, "5eed").winners == equal_shares(other, "5eed").winners
    assert tally(vote, Rules(rule="greedy"))["chosen"] == tally(other, Rules(rule="greedy"))["chosen"]


def test_without_numpy_the_result_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    vote = election(90, {"a": 60, "b": 50, "c": 20, "d": 9}, "ab", "ab", "b", "cd", "c", "ad")
    fast = equal_shares(vote, "x").outcome
    monkeypatch.setattr(completion, "screen_of", lambda: None)
    assert equal_shares(vote, "x").outcome == fast


def test_a_minority_gets_its_part_where_greedy_gives_it_nothing() -> None:
    vote = election(100, {"a": 50, "b": 50, "c": 40}, *["ab"] * 6, *["c"] * 4)
    assert [step.project for step in greedy(vote, "s") if step.chosen] in (["a", "b"], ["b", "a"])
    assert "c" in equal_shares(vote, "s").winners


def test_equals_are_decided_by_the_seed_alone() -> None:
    vote = election(10, {"a": 10, "b": 10, "c": 10}, "abc", "abc")
    for seed in ("1", "2", "3", "4"):
        first = min("abc", key=lambda name: tie_key(seed, name))
        assert equal_shares(vote, seed).winners == (first,)
        assert winners(tally(vote, Rules(rule="greedy", tie_break=seed))) == [first]


def test_without_ballots_nothing_is_chosen_and_everything_said() -> None:
    result = tally(election(100, {"a": 10}), Rules(tie_break="s"))
    assert (result["chosen"], result["ballots"], result["left"]) == ([], 0, 100)
    assert [loss["why"] for loss in result["lost"]] == [Why.UNWANTED]


def test_a_total_below_every_cost_chooses_nothing() -> None:
    result = tally(election(9, {"a": 10, "b": 12}, "a", "ab"), Rules(tie_break="s"))
    assert result["chosen"] == []
    assert {loss["why"] for loss in result["lost"]} == {Why.TOO_DEAR}


def test_empty_ballots_have_their_share_and_keep_it() -> None:
    shares = equal_shares(election(100, {"a": 60}, "a", ""), "s", completion="none")
    assert shares.winners == ()  # 50 for each, and only one wants it
    assert receipt_of(shares, 1).left == 50


def test_what_the_shares_leave_goes_to_what_still_fits() -> None:
    vote = election(100, {"a": 34, "b": 33, "c": 34, "d": 33}, "a", "b", "c")
    shares = equal_shares(vote, "s")
    assert sum(vote.by_id[name].cost for name in shares.winners) <= 100
    assert not [
        p
        for p in vote.projects
        if p.id not in shares.winners
        and vote.votes[p.id]
        and p.cost <= 100 - sum(vote.by_id[n].cost for n in shares.winners)
    ]


def test_few_voters_and_enormous_sums_take_no_time() -> None:
    """One unit at a time would be hundreds of thousands of millions of counts."""
    vote = election(10**12, {"a": 9 * 10**11, "b": 8 * 10**11, "c": 10**11, "d": 10**10}, "a", "b", "cd")
    begin = time.perf_counter()
    shares = equal_shares(vote, "s")
    assert time.perf_counter() - begin < 5
    assert set(shares.winners) >= {"c", "d"}
    like = election(10**12, dict.fromkeys("abcd", 6 * 10**11), "ab", "bc", "cd", "da")
    assert len(equal_shares(like, "s").winners) == 1


def test_points_are_what_a_project_is_worth() -> None:
    projects = [Project("a", 6), Project("b", 6)]
    ballots = [Ballot("1", {"a": 1, "b": 9}), Ballot("2", {"b": 9, "a": 1}), Ballot("3", {"a": 5})]
    vote = Election(10, projects, ballots, Kind.CUMULATIVE)
    assert equal_shares(vote, "s").winners == ("b",)
