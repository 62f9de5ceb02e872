"""Who sees whose scorecard when: the one place that decides it. Every surface of the room reads through here.

Nobody sees another's scorecard of an idea before they

- sent their own of that idea (who evaluates),
- or everybody whose scorecard is waited for has sent theirs: all who were invited, have an account, may read the idea
  and did not write it,
- or the evaluation was closed.

A draft is seen by nobody but its author. What may not be seen is dropped as it is read: no page, file or order made
from a ``Cards`` can hold it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from ideas.reviewing_room.models import BEST, WORST, Criterion, Entry, Evaluator, Review, Scorecard
from intranet.accounts.models import User

if TYPE_CHECKING:
    from ideas.models import Idea

# The means of two evaluators further apart than this are a disagreement that the room talks about.
DISAGREEMENT = Fraction(3, 2)


@dataclass(frozen=True)
class Line:
    """The scores given to one criterion, lowest first, with who gave each."""

    criterion: Criterion
    scores: list[tuple[int, str]]

    @property
    def values(self) -> list[int]:
        return [score for score, _who in self.scores]

    @property
    def mean(self) -> Fraction | None:
        return Fraction(sum(self.values), len(self.values)) if self.values else None

    @property
    def dots(self) -> list[tuple[int, int]]:
        """Where the plot has its dots: (x from 0 to 100, how many gave this score)."""
        return [(place_of(score), self.values.count(score)) for score in sorted(set(self.values))]

    @property
    def mean_x(self) -> str:
        return f"{float(place_of(self.mean)):.2f}" if self.mean is not None else "0"

    @property
    def from_x(self) -> int:
        return int(place_of(self.lowest))

    @property
    def width(self) -> int:
        return int(place_of(self.highest)) - self.from_x

    @property
    def lowest(self) -> int:
        return self.values[0]

    @property
    def highest(self) -> int:
        return self.values[-1]


@dataclass(frozen=True)
class Opinions:
    """The scorecards of one idea that may be seen. ``mean`` is the mean of the evaluators' weighted means, exactly."""

    cards: list[Scorecard]
    criteria: list[Criterion]

    def __bool__(self) -> bool:
        return bool(self.cards)

    @property
    def means(self) -> list[Fraction]:
        return [mean for card in self.cards if (mean := card.mean(self.criteria)) is not None]

    @property
    def mean(self) -> Fraction | None:
        means = self.means
        return sum(means, Fraction(0)) / len(means) if means else None

    @property
    def apart(self) -> Fraction | None:
        """The distance between the evaluator who likes it most and the one who likes it least."""
        means = self.means
        return max(means) - min(means) if len(means) > 1 else None

    @property
    def disagree(self) -> bool:
        apart = self.apart
        return apart is not None and apart >= DISAGREEMENT

    @property
    def lines(self) -> list[Line]:
        return [
            Line(
                criterion,
                sorted(
                    (score, name_of(card)) for card in self.cards if (score := card.score_of(criterion)) is not None
                ),
            )
            for criterion in self.criteria
        ]

    @property
    def ranked(self) -> list[tuple[Scorecard, Fraction | None]]:
        """The cards with their means, the least convinced first."""
        return sorted(
            ((card, card.mean(self.criteria)) for card in self.cards), key=lambda pair: (pair[1] or 0, pair[0].pk)
        )

    @property
    def table(self) -> list[tuple[Scorecard, Fraction | None, list[int | None]]]:
        """Each card with its mean and its score for each criterion."""
        return [(card, mean, [card.score_of(criterion) for criterion in self.criteria]) for card, mean in self.ranked]

    @property
    def columns(self) -> int:
        return len(self.criteria) + 2


class Cards:
    """The scorecards of a review as ``user`` may see them. Four queries, whatever the number of ideas."""

    def __init__(self, review: Review, user: User, entries: "Iterable[Entry]") -> None:
        self.review, self.user = review, user
        self.entries = {entry.pk: entry for entry in entries}
        self.criteria = list(review.criteria.all())
        self.evaluators: list[Evaluator] = list(
            review.evaluators.expected().select_related("user__department").order_by("user__display_name", "pk")
        )
        User.objects.know_audiences([evaluator.user for evaluator in self.evaluators])
        rows = Scorecard.objects.filter(entry__in=self.entries).select_related("evaluator").order_by("pk")
        self._mine: dict[int, Scorecard] = {}
        self._sent: dict[int, list[Scorecard]] = defaultdict(list)
        for card in rows.filter(Q(evaluator=user.pk) | Q(submitted_at__isnull=False)):
            if card.evaluator_id == user.pk:
                self._mine[card.entry_id] = card
            if card.is_submitted:
                self._sent[card.entry_id].append(card)
        self._senders = {pk: {card.evaluator_id for card in cards} for pk, cards in self._sent.items()}
        self._count = {pk: len(cards) for pk, cards in self._sent.items()}
        for pk in [pk for pk in self._sent if not self.are_shown(pk)]:
            del self._sent[pk]

    @property
    def is_evaluator(self) -> bool:
        return any(evaluator.user_id == self.user.pk for evaluator in self.evaluators)

    def mine(self, entry: Entry) -> Scorecard | None:
        return self._mine.get(entry.pk)

    def opinions(self, entry: Entry) -> Opinions:
        """Return what may be seen of others' and one's own; empty while nothing may."""
        return Opinions(self._sent.get(entry.pk, []), self.criteria)

    def sent(self, entry: Entry) -> int:
        """How many sent theirs: a number that says nothing of what they think."""
        return self._count.get(entry.pk, 0)

    def expected(self, entry: Entry) -> int:
        return len(self._expected(entry.idea) - self._senders.get(entry.pk, set())) + self.sent(entry)

    def may_score(self, entry: Entry) -> bool:
        """Say whether a scorecard of this idea is waited for from ``user``: invited, and not an author of it."""
        return self.user.pk in self._expected(entry.idea)

    def are_shown(self, entry_pk: int) -> bool:
        if self.review.scoring_is_closed:
            return True
        mine = self._mine.get(entry_pk)
        if mine is not None and mine.is_submitted:
            return True
        senders = self._senders.get(entry_pk, set())
        return bool(senders) and self._expected(self.entries[entry_pk].idea) <= senders

    def _expected(self, idea: "Idea") -> set[int]:
        """Who is waited for: may read the idea, and did not write it."""
        readers = {evaluator.user_id for evaluator in self.evaluators if evaluator.user.belongs_to(idea.audience_id)}
        return readers - idea.writer_ids


def place_of(score: Fraction | int) -> Any:
    """Return where a score stands on a line from 0 to 100."""
    return (score - WORST) * 100 / Fraction(BEST - WORST) if isinstance(score, Fraction) else (score - WORST) * 25


def name_of(card: Scorecard) -> str:
    """Return who gave it ("" for an account that is gone)."""
    return str(card.evaluator) if card.evaluator else ""
