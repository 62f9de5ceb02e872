from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.counting.bradley_terry import is_settled, strengths


def test_two_items_have_the_odds_of_their_wins() -> None:
    """With many comparisons the prior weighs nothing: 3 wins to 1 are odds of 3."""
    first, second = strengths([1, 2], {(1, 2): 30_000, (2, 1): 10_000})
    assert (first.item, second.item) == (1, 2)
    assert first.log_strength - second.log_strength == pytest.approx(log(3), abs=0.001)
    assert is_settled([first, second])


def test_the_order_is_found_and_settles_with_more_comparisons() -> None:
    truth = {1: 8.0, 2: 4.0, 3: 2.0, 4: 1.0}
    for times, settled in ((2, False), (2000, True)):
        wins = {(i, j): times * truth[i] / (truth[i] + truth[j]) for i in truth for j in truth if i != j}
        found = strengths(list(truth), wins)
        assert [strength.item for strength in found] == [1, 2, 3, 4]
        assert is_settled(found) is settled


def test_what_always_won_or_was_never_shown_stays_finite() -> None:
    found = {strength.item: strength for strength in strengths([1, 2, 3], {(1, 2): 5})}
    assert found[1].low < found[1].log_strength < 10
    assert found[2].log_strength < found[3].log_strength < found[1].log_strength
    assert found[3].shown == 0
    assert found[3].high - found[3].low > 2  # nothing is known of it


@settings(max_examples=20)
@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(0, 30), max_size=20))
def test_equal_numbers_give_equal_strengths_whatever_the_names(wins: dict) -> None:
    found = {s.item: s.log_strength for s in strengths(range(6), wins)}
    renamed = {s.item: s.log_strength for s in strengths(range(6), {(5 - i, 5 - j): n for (i, j), n in wins.items()})}
    for item, value in found.items():
        assert renamed[5 - item] == pytest.approx(value, abs=1e-6)
    for strength in strengths(range(6), wins):
        assert strength.low < strength.log_strength < strength.high
