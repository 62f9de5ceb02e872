from ideas.reviewing_room.models.argument import Pick, Side, Stance
from ideas.reviewing_room.models.criterion import HEAVIEST, MOST_CRITERIA, Criterion
from ideas.reviewing_room.models.entry import Entry
from ideas.reviewing_room.models.forecast import Forecast, Measure, Outcome
from ideas.reviewing_room.models.review import LONGEST, Evaluator, Review, Rule
from ideas.reviewing_room.models.scorecard import BEST, WORST, Scorecard

__all__ = [
    "BEST",
    "HEAVIEST",
    "LONGEST",
    "MOST_CRITERIA",
    "WORST",
    "Criterion",
    "Entry",
    "Evaluator",
    "Forecast",
    "Measure",
    "Outcome",
    "Pick",
    "Review",
    "Rule",
    "Scorecard",
    "Side",
    "Stance",
]
