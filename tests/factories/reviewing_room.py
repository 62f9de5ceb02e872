"""Reviews for tests, made by their own verbs."""

from typing import Any

from ideas.models import Campaign, Idea
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.models import Criterion, Entry, Measure, Review, Scorecard
from intranet.accounts import roles
from intranet.accounts.models import User
from tests.factories.ideas import make_idea
from tests.factories.people import make_user


def make_review(
    *ideas: Idea, by: User | None = None, evaluators: tuple[User, ...] = (), title: str = "Spring"
) -> Review:
    """Return a review of the open box with ``ideas`` on its list (one if none is given) and two criteria, of weight 3 and 1."""
    by = by or make_user(roles.LEADERSHIP)
    review = Review.objects.open(Campaign.objects.open_box(), by=by, title=title)
    Criterion.objects.replace(
        review,
        [
            {"pk": None, "label": "Worth", "about": "", "weight": 3},
            {"pk": None, "label": "Feasible", "about": "", "weight": 1},
        ],
    )
    for idea in ideas or (make_idea(),):
        shortlisting.add(review, idea, by=by, why="Worth a look")
    review.invite(evaluators, by=by)
    return review


def entry_of(review: Review, idea: Idea | None = None) -> Entry:
    rows = review.entries.select_related("idea", "review__campaign").order_by("pk")
    return rows.get(idea=idea) if idea else rows[0]


def score(entry: Entry, by: User, *scores: int, comment: str = "", submit: bool = True) -> Scorecard:
    """Have ``by`` score ``entry``: one number a criterion, in the order of the grid."""
    criteria = list(entry.review.criteria.all())
    known = Scorecard.objects.filter(entry=entry, evaluator=by).first()
    return Scorecard.objects.keep(
        entry,
        by=by,
        scores={criterion.pk: given for criterion, given in zip(criteria, scores, strict=False)},
        comment=comment,
        version=known.version if known else 0,
        submit=submit,
    )


def make_measure(idea: Idea, **said: Any) -> Measure:
    words: dict[str, Any] = {"label": "Bicycles", "unit": "a day", "target": 40, "at_least": True, "months": 12}
    return Measure.objects.define(idea, by=make_user(roles.LEADERSHIP), **{**words, **said})
