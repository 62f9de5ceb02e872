"""Forecasts, outcomes asked once each, and the calibration of the panel."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ideas.living.models import Measurement
from ideas.models import DeclineReason, Status
from ideas.reviewing_room import outcomes
from ideas.reviewing_room.calibration import Settled, calibration, calibration_of
from ideas.reviewing_room.errors import ForecastsClosed
from ideas.reviewing_room.models import Forecast, Measure, Outcome
from ideas.reviewing_room.models.forecast import months_after
from intranet.contributions.registry import registry
from intranet.notifications.models import Notification
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_measure, make_review

pytestmark = pytest.mark.django_db

FORECAST = {"probability": "70", "low": "30", "expected": "40,5", "high": "1 000"}


def foresee(measure, by, probability=70, low=10, expected=20, high=30):
    return measure.foresee(by=by, probability=probability, low=low, expected=expected, high=high)


def plan(idea, leader):
    return idea.decide(by=leader, status=Status.PLANNED, answer="<p>Yes.</p>", expected=idea.last_decision_id)


def test_the_panel_says_what_it_foresees_each_before_seeing_the_others(client_for, leader, cm):
    ana = make_user(display_name="Ana Silva")
    review = make_review(by=leader, evaluators=(ana,))
    idea = entry_of(review).idea
    browser = client_for(leader)
    measure = {"label": "Racks used", "unit": "a day", "target": "20", "at_least": "1", "months": "6"}
    assert browser.post(review.url("measure", idea.pk), measure).status_code == 302
    assert client_for(ana).post(review.url("forecast", idea.pk), FORECAST).status_code == 302
    kept = Forecast.objects.get()
    assert (kept.expected, kept.high) == (Decimal("40.5"), 1000)
    page = browser.get(review.url("room")).content.decode()
    assert "1 forecast is kept" in " ".join(page.split())
    assert "70\xa0%" not in page
    assert "Ana Silva" not in page
    browser.post(review.url("forecast", idea.pk), {**FORECAST, "probability": "20"})
    assert "Ana Silva" in browser.get(review.url("room")).content.decode()
    assert browser.post(review.url("measure", idea.pk), {**measure, "target": "1"}).status_code == 422
    assert Measure.objects.get().target == 20


@pytest.mark.parametrize(
    "bad",
    [
        {"probability": "101"},
        {"probability": "-1"},
        {"probability": ""},
        {"low": "50"},
        {"high": "NaN"},
        {"high": "Infinity"},
        {"expected": "1e400"},
        {"high": "9" * 30},
        {"low": "\x00"},
    ],
)
def test_an_odd_forecast_is_refused_in_words_and_kept(client_for, leader, bad):
    review = make_review(by=leader)
    idea = entry_of(review).idea
    make_measure(idea)
    response = client_for(leader).post(review.url("forecast", idea.pk), {**FORECAST, **bad})
    assert response.status_code == 422
    assert not Forecast.objects.exists()


def test_the_database_refuses_what_no_form_lets_through(leader):
    measure = make_measure(make_idea())
    for odd in ({"probability": 101}, {"low": 25}, {"high": 15}):
        with pytest.raises(IntegrityError), transaction.atomic():
            foresee(measure, leader, **odd)


def test_forecasts_close_a_week_after_the_selection(leader):
    measure = make_measure(make_idea())
    measure.begin(timezone.now() - timedelta(days=6))
    foresee(measure, leader)
    Measure.objects.update(selected_at=timezone.now() - timedelta(days=8))
    with pytest.raises(ForecastsClosed):
        foresee(measure, leader)


def test_planning_an_idea_begins_its_months_once(dispatch, leader):
    idea = make_idea()
    make_measure(idea)
    plan(idea, leader)
    dispatch()
    [first, second, third] = Outcome.objects.order_by("months")
    assert [first.months, second.months, third.months] == [3, 6, 12]
    idea.decide(by=leader, status=Status.PILOT, answer="<p>First a try.</p>", expected=idea.last_decision_id)
    dispatch()
    assert Outcome.objects.count() == 3
    assert Outcome.objects.get(months=3).due_at == first.due_at


def test_months_end_with_their_last_day():
    assert months_after(datetime(2026, 11, 30), 3) == datetime(2027, 2, 28)
    assert months_after(datetime(2026, 1, 15), 12) == datetime(2027, 1, 15)


def test_the_owner_is_asked_once_for_each_and_tells(client_for, dispatch, leader):
    idea = make_idea()
    measure = make_measure(idea, months=3)
    plan(idea, leader)
    measure.begin(timezone.now() - timedelta(days=100))
    assert outcomes.ask_due() == 1
    assert outcomes.ask_due() == 0
    dispatch()
    assert Notification.objects.filter(recipient=leader, activity__verb="review.outcome_due").count() == 1
    outcome = Outcome.objects.get(months=3)
    lines = [line for answer in registry.ask("home.waiting", leader) for line in answer]
    assert outcome.get_absolute_url() in [line.url for line in lines]
    browser = client_for(leader)
    assert browser.post(outcome.get_absolute_url(), {"value": "many"}).status_code == 422
    assert browser.post(outcome.get_absolute_url(), {"value": "42,5", "note": "Rain"}).status_code == 302
    outcome.refresh_from_db()
    assert (outcome.value, outcome.told_by) == (Decimal("42.5"), leader)
    assert not [
        line
        for answer in registry.ask("home.waiting", leader)
        for line in answer
        if line.url == outcome.get_absolute_url()
    ]


def test_what_is_told_stands_on_the_idea_s_page_too_once(client_for, dispatch, leader):
    idea = make_idea()
    measure = make_measure(idea, months=3)
    plan(idea, leader)
    measure.begin(timezone.now() - timedelta(days=100))
    address = measure.outcomes.get(months=3).get_absolute_url()
    for _twice in range(2):
        client_for(leader).post(address, {"value": "42,5", "note": "Rain"})
        dispatch()
    kept = Measurement.objects.get()
    assert (kept.outcome.measure, kept.outcome.target, kept.value, kept.note) == (
        "Bicycles",
        40,
        Decimal("42.5"),
        "Rain",
    )


def test_nobody_is_asked_about_what_was_given_up_and_somebody_is_found_when_people_left(leader, cm):
    given_up, left = make_idea(), make_idea()
    for idea in (given_up, left):
        measure = make_measure(idea)
        plan(idea, cm)
        measure.begin(timezone.now() - timedelta(days=100))
    given_up.decide(
        by=leader,
        status=Status.DECLINED,
        answer="<p>No.</p>",
        reason=DeclineReason.objects.all()[0],
        expected=given_up.last_decision_id,
    )
    cm.deactivate()
    assert outcomes.ask_due() == 1
    assert Outcome.objects.get(asked_at__isnull=False).asked == left.measure.set_by


def test_others_may_not_tell(client_for, employee, leader):
    measure = make_measure(make_idea())
    measure.begin(timezone.now())
    assert client_for(employee).get(measure.outcomes.all()[0].get_absolute_url()).status_code == 404


def settled(probability, reached, value=5):
    return Settled(probability, Decimal(0), Decimal(10), Decimal(value), reached)


def test_nothing_is_said_of_few_forecasts():
    assert calibration([settled(50, True)] * 9).brier is None
    assert calibration([settled(50, True)] * 9).missing == 1


def test_the_score_the_table_and_the_ranges():
    found = calibration([settled(90, True)] * 8 + [settled(90, False, value=11)] * 2 + [settled(10, False)] * 2)
    assert found.brier == (8 * Fraction(1, 100) + 2 * Fraction(81, 100) + 2 * Fraction(1, 100)) / 12
    assert found.within == 83
    last, first = found.lines[-1], found.lines[0]
    assert (last.count, last.foreseen, last.happened) == (10, 90, 80)
    assert (first.count, first.happened) == (2, None)


def test_a_forecast_is_settled_by_its_own_month_only(client_for, leader, cm):
    measure = make_measure(make_idea(), months=6)
    foresee(measure, leader, probability=100)
    foresee(measure, cm, probability=0)
    measure.begin(timezone.now())
    measure.outcomes.get(months=3).tell(by=leader, value=Decimal(1), note="")
    assert calibration_of().count == 0
    measure.outcomes.get(months=6).tell(by=leader, value=Decimal(40), note="")
    assert calibration_of().count == 2
    assert calibration_of(leader).count == 1
    assert "compared so far: 2" in client_for(leader).get("/ideas/review/-/calibration/").content.decode()


class TestOneStory:
    """What the panel measures and what the page of the idea says are one story, told in both places."""

    def life(self, browser, idea):
        page = browser.get(idea.get_absolute_url()).content.decode()
        return page.split('id="life"')[1].split("</section>")[0]

    def test_what_the_panel_expects_stands_on_the_page_as_soon_as_it_is_accepted(self, client_for, leader, dispatch):
        idea = make_idea()
        make_measure(idea, label="Cars in the yard", target=40, at_least=False)
        plan(idea, leader)
        dispatch()
        dispatch()
        line = self.life(client_for(make_user()), idea)
        assert "Expected: Cars in the yard" in line
        assert "at most <b>40 a day</b>" in line
        Outcome.objects.get(months=3).tell(by=leader, value=Decimal(30), note="A Tuesday")
        dispatch()
        line = self.life(client_for(make_user()), idea)
        assert "Measured: 30" in line
        assert "of what was expected" not in line  # 75 % would say that it fell short
        assert Measurement.objects.count() == 1

    def test_each_form_begins_with_what_the_other_says_and_says_where_they_differ(self, client_for, leader):
        idea = make_idea()
        review = make_review(idea, by=leader)
        make_measure(idea, label="Racks used")
        plan(idea, leader)
        browser = client_for(leader)
        outcome = f"/ideas/{idea.pk}/outcome/"
        form = browser.get(outcome).content.decode()
        assert 'value="Racks used"' in form
        assert "The review panel measures" in form
        said = {"what": "expected", "expected-measure": "Bicycles outside", "expected-target": "2"}
        assert browser.post(outcome, said).status_code == 302
        address = review.url("idea", idea.pk)
        assert "measures something else: “Bicycles outside”" in browser.get(address).content.decode()
        browser.post(outcome, {**said, "expected-measure": "Racks used"})
        assert "measures something else" not in browser.get(address).content.decode()

    def test_what_the_page_expects_is_where_the_panel_begins(self, client_for, leader):
        idea = make_idea()
        review = make_review(idea, by=leader)
        plan(idea, leader)
        said = {"what": "expected", "expected-measure": "Bicycles outside", "expected-target": "2"}
        client_for(leader).post(f"/ideas/{idea.pk}/outcome/", said)
        assert 'value="Bicycles outside"' in client_for(leader).get(review.url("idea", idea.pk)).content.decode()
