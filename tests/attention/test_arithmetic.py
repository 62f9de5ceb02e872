"""The arithmetic of attention, for any ideas."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.attention import arithmetic
from ideas.attention.arithmetic import Standing
from ideas.attention.numbers import pack, unpack

quick = settings(max_examples=40)
counts = st.dictionaries(st.integers(1, 60), st.integers(1, 8), min_size=1)


@quick
@given(counts, st.integers(0, arithmetic.AROUND - 1), st.text(max_size=4))
def test_a_walk_meets_every_idea_once(tickets, start, seed):
    met = arithmetic.walk(arithmetic.circle(tickets, seed), start)
    assert sorted(met) == sorted(tickets)


@quick
@given(counts, st.integers(0, arithmetic.AROUND - 1), st.integers(1, 8))
def test_the_gap_tells_which_ticket_is_met_first(tickets, start, joining):
    circle = arithmetic.circle(tickets, "day") + arithmetic.joining(99, joining, "day")
    circle.sort(key=lambda ticket: ticket.at)
    twice = [(t.at + turn * arithmetic.AROUND, t) for turn in (0, 1) for t in circle]
    assert [t.idea for at, t in twice if at >= start and t.gap > at - start] == arithmetic.walk(circle, start)


def test_an_idea_with_more_tickets_is_first_in_proportion():
    tickets = dict.fromkeys(range(40), 1) | {1: 8}
    circle = arithmetic.circle(tickets, "a day")
    firsts = [arithmetic.walk(circle, start * (arithmetic.AROUND // 256))[0] for start in range(256)]
    assert 0.7 < firsts.count(1) / 256 / (8 / 47) < 1.3


def test_the_less_an_idea_was_seen_the_more_tickets_it_has():
    standings = [
        Standing(1, viewers=60, seen_by={1: 20, 2: 20, 3: 20}),
        Standing(2, viewers=15, seen_by={1: 15}),
        Standing(3),
    ]
    tickets = arithmetic.tickets_of(standings, 30)
    assert tickets[1] < tickets[2] < tickets[3]


def test_it_takes_three_departments_to_be_served():
    assert not Standing(1, viewers=40, seen_by={1: 39, 2: 1}).is_served(30)
    assert Standing(1, viewers=40, seen_by={1: 38, 2: 1, 3: 1}).is_served(30)
    assert not Standing(1, viewers=29, seen_by={1: 27, 2: 1, 3: 1}).is_served(30)


def test_a_day_is_the_same_all_day_and_another_the_next():
    starts = [arithmetic.start_of(person, "2026-11-21") for person in range(300)]
    assert starts == [arithmetic.start_of(person, "2026-11-21") for person in range(300)]
    assert starts != [arithmetic.start_of(person, "2026-11-22") for person in range(300)]
    assert len(set(starts)) > 150


@quick
@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 9))
def test_a_draw_is_a_rate_and_the_same_for_the_same_seed(viewers, supports, seed):
    standing = Standing(7, viewers=viewers, supports=supports)
    prior = arithmetic.prior_of([standing])
    rate = arithmetic.drawn(standing, prior, str(seed))
    assert 0 <= rate <= 1
    assert rate == arithmetic.drawn(standing, prior, str(seed))


def test_promising_puts_the_better_supported_first_most_days_and_tries_the_unknown_on_some():
    ideas = [Standing(1, 200, 80), Standing(2, 200, 10), Standing(3, 2, 0)]
    prior = arithmetic.prior_of(ideas)
    firsts = [max(ideas, key=lambda idea: arithmetic.drawn(idea, prior, str(day))).idea for day in range(300)]
    assert firsts.count(1) > 200
    assert firsts.count(3) > 3
    assert firsts.count(2) == 0


class TestBridging:
    SIZES = {1: 40, 2: 40, 3: 40, 7: 3, 8: 4}

    def score(self, seen_by, supported_by):
        standing = Standing(1, sum(seen_by.values()), sum(supported_by.values()), seen_by, supported_by)
        return arithmetic.bridging(standing, arithmetic.Prior(2, 10), self.SIZES)

    def test_an_idea_that_one_department_rejects_bridges_less_than_one_with_less_support_everywhere(self):
        divides = self.score({1: 30, 2: 30, 3: 30}, {1: 29, 2: 28})
        bridges = self.score({1: 30, 2: 30, 3: 30}, {1: 12, 2: 12, 3: 12})
        assert bridges > divides

    def test_small_departments_are_taken_together(self):
        assert self.score({1: 30, 7: 3, 8: 4}, {1: 15, 7: 3}) == self.score({1: 30, 7: 4, 8: 3}, {1: 15, 8: 3})

    def test_one_viewer_says_little(self):
        assert self.score({1: 30, 2: 1}, {1: 15}) > self.score({1: 30, 2: 20}, {1: 15})

    def test_it_is_the_formula_of_the_handbook(self):
        # (s + 8 p) / (v + 8) of the least, p = (15 + 2) / (50 + 12)
        assert abs(self.score({1: 30, 2: 20}, {1: 15}) - (0 + 8 * 17 / 62) / 28) < 1e-12

    def test_an_idea_that_nobody_saw_is_expected_to_be_like_the_others(self):
        assert self.score({}, {}) == 2 / 12


@quick
@given(st.sets(st.integers(1, 2**63 - 1)))
def test_a_set_of_ids_survives_packing(ids):
    assert set(unpack(pack(ids))) == ids


def test_a_set_of_ids_is_small():
    ids = random.Random(1).sample(range(1, 20_000), 5_000)
    assert len(pack(ids)) < 1.3 * len(ids)
