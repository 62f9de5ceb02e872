"""Bridging and dividing: the formulas, on plain numbers."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.reviewing_room.spread import FEWEST, PRIOR, bridging_and_dividing, shrunken, spread_of
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

SHORT = settings(max_examples=50)
GROUPS = st.dictionaries(st.integers(1, 30), st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=2)


def test_rates_are_drawn_towards_the_company_s():
    rates = shrunken({1: 10, 2: 0}, {1: 10, 2: 30})
    overall = Fraction(10, 40)
    assert rates == {1: (10 + PRIOR * overall) / 20, 2: (PRIOR * overall) / 40}
    assert bridging_and_dividing(rates, 10) == (rates[2], rates[1] - rates[2])


def test_nothing_is_said_of_few_supports_or_one_department():
    assert bridging_and_dividing({1: Fraction(1), 2: Fraction(0)}, FEWEST - 1) == (None, None)
    assert bridging_and_dividing({1: Fraction(1)}, 50) == (None, None)
    assert shrunken({}, {}) == {}


@SHORT
@given(GROUPS)
def test_rates_stay_between_none_and_all(groups):
    supports = {key: min(given, size) for key, (given, size) in groups.items()}
    sizes = {key: size for key, (_given, size) in groups.items()}
    rates = shrunken(supports, sizes)
    assert all(0 <= rate <= 1 for rate in rates.values())
    bridging, dividing = bridging_and_dividing(rates, FEWEST)
    assert 0 <= dividing <= 1 - bridging


@SHORT
@given(st.integers(1, 50), st.integers(1, 50), st.integers(2, 8))
def test_what_all_support_alike_divides_nobody(supports, more, count):
    sizes = dict.fromkeys(range(count), supports + more)
    assert bridging_and_dividing(shrunken(dict.fromkeys(sizes, supports), sizes), FEWEST)[1] == 0


@pytest.mark.django_db
def test_small_departments_count_together_and_are_never_named():
    large = [make_user(department=make_department("Production")) for _ in range(1)]
    production = large[0].department
    large += [make_user(department=production) for _ in range(7)]
    small = [make_user(department=make_department(f"Small {n}")) for n in range(6)]
    idea = make_idea()
    for person in (*large, *small[:2]):
        idea.support(by=person)
    spread = spread_of([idea.pk])[idea.pk]
    assert (spread.named, spread.small, spread.total) == (("Production",), 2, 3)
    assert (spread.most, spread.least) == ("Production", "")
    assert spread.bridging == (2 + PRIOR * Fraction(10, 14)) / (6 + PRIOR)
