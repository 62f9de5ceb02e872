"""Several people at once, on PostgreSQL with real threads."""

import pytest

from ideas.errors import DecidedMeanwhile, Refused
from ideas.models import Campaign, Idea, Status
from ideas.reviewing_room import outcomes
from ideas.reviewing_room.errors import CriteriaFrozen, ScoringClosed
from ideas.reviewing_room.models import Criterion, Outcome, Review, Scorecard
from intranet.contributions.models import Activity
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_measure, make_review, score
from tests.threads import raised_at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_leaders_who_decide_at_once_one_does_and_the_others_read_it(leader):
    idea = make_idea()
    leaders = [make_user() for _ in range(8)]

    def decide(person):
        return lambda: Idea.objects.get(pk=idea.pk).decide(
            by=person, status=Status.PLANNED, answer=f"<p>{person}</p>", expected=None
        )

    raised = raised_at_once(*[decide(person) for person in leaders])
    assert [type(error) for error in raised] == [DecidedMeanwhile] * 7
    assert idea.decisions.count() == 1


def test_scorecards_sent_at_once_are_each_kept_once_and_the_grid_freezes(leader):
    people = tuple(make_user() for _ in range(8))
    review = make_review(by=leader, evaluators=people)
    entry = entry_of(review)
    work = [lambda person=person: score(entry, person, 3, 4) for person in people for _tab in range(2)]

    def change():
        Criterion.objects.replace(review, [{"pk": None, "label": "Other", "about": "", "weight": 1}])

    raised = raised_at_once(*work, change)
    assert all(isinstance(error, Refused | CriteriaFrozen) or "once" in str(error) for error in raised)
    cards = list(Scorecard.objects.all())
    assert len({card.evaluator_id for card in cards}) == len(cards)
    known = {str(criterion.pk) for criterion in review.criteria.all()}
    assert all(set(card.scores) == known for card in cards if card.is_submitted)
    assert Review.objects.get().criteria_are_frozen == any(card.is_submitted for card in cards)


def test_none_is_sent_after_the_close(leader):
    people = tuple(make_user() for _ in range(6))
    review = make_review(by=leader, evaluators=people)
    entry = entry_of(review)
    raised = raised_at_once(
        *[lambda person=person: score(entry, person, 3, 4) for person in people],
        lambda: Review.objects.get().close_scoring(by=leader),
    )
    closed = Review.objects.get().scoring_closed_at
    assert all(isinstance(error, ScoringClosed) for error in raised)
    assert len(raised) + Scorecard.objects.count() == 6
    assert all(card.submitted_at <= closed for card in Scorecard.objects.all())


def test_reviews_opened_at_once_have_numbers_of_their_own(leader):
    campaign = Campaign.objects.open_box()
    assert raised_at_once(*[lambda: Review.objects.open(campaign, by=leader, title="Review") for _ in range(6)]) == []
    assert sorted(Review.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_of_several_workers_one_asks_for_an_outcome(leader):
    from datetime import timedelta

    from django.utils import timezone

    idea = make_idea()
    measure = make_measure(idea)
    idea.decide(by=leader, status=Status.PLANNED, answer="<p>Yes.</p>", expected=None)
    measure.begin(timezone.now() - timedelta(days=400))
    assert raised_at_once(*[outcomes.ask_due for _ in range(6)]) == []
    assert Outcome.objects.filter(asked_at__isnull=False).count() == 3
    assert Activity.objects.filter(verb="review.outcome_due").count() == 3
