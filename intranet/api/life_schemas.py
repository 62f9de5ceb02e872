"""What programs get and give of the life of an idea, of merging and splitting, and of duels."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from ninja import Schema
from pydantic import Field

from ideas.models.status import DECIDABLE
from intranet.api.idea_schemas import Slug
from intranet.api.schemas import Decimal, Id, Line, Text, Whole

# The words of the enumeration, which only running code knows.
if TYPE_CHECKING:
    Decidable = str
else:
    Decidable = Literal[tuple(status.value for status in DECIDABLE)]

Amount = Annotated[Decimal, Field(ge=-(10**13), le=10**13)]
Person = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200, description="A username.")]
Word = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=500)]


class MilestoneOut(Schema):
    id: int
    title: str
    due_on: date | None
    owner: str | None
    reached_at: datetime | None


class ProgressOut(Schema):
    id: int
    body: str
    by: str | None
    at: datetime


class ExpectedOut(Schema):
    measure: str
    unit: str
    baseline: float | None
    target: float | None
    measure_on: date | None


class MeasurementOut(Schema):
    """``percent``: how much of the way from the baseline to the target came."""

    id: int
    value: float
    on: date
    note: str
    by: str | None
    percent: int | None


class AppealOut(Schema):
    """``answered`` is false while somebody owes a new look."""

    words: str
    by: str | None
    at: datetime
    answered: bool


class LifeOut(Schema):
    """``last_decision`` is what a decision must be based on. ``learned`` and ``learned_article``: said as it was closed."""

    idea: int
    status: str
    last_decision: int | None
    answer_due_at: datetime | None
    answer_owner: str | None
    overdue: bool
    merged_into: int | None = Field(description="`null` also where that idea is not for you.")
    split_from: int | None
    milestones: list[MilestoneOut]
    progress: list[ProgressOut]
    expected: ExpectedOut | None
    measurements: list[MeasurementOut]
    appeal: AppealOut | None
    learned: str
    learned_article: int | None
    closed_at: datetime | None


class MilestoneIn(Schema):
    title: Line
    due_on: date | None = None
    owner: Person = ""


class WordsIn(Schema):
    words: Text


class WithdrawalIn(Schema):
    words: Text = ""


class ExpectedIn(Schema):
    measure: Line
    unit: Line = ""
    baseline: Amount | None = None
    target: Amount
    measure_on: date | None = None


class MeasurementIn(Schema):
    value: Amount
    on: date | None = Field(default=None, description="Today if left out.")
    note: Line = ""


class ClosingIn(Schema):
    """What was learned: in words, as an article that you may read, or both."""

    learned: Text = ""
    article: Id | None = None


class OfficialIn(Schema):
    """``last_decision``: that of the idea's life as it was read. ``reason``: the key of one, to decline."""

    status: Decidable
    answer: Text = ""
    reason: Slug | None = None
    owner: Person = ""
    due_on: date | None = None
    last_decision: Id | None = None


class OwnerIn(Schema):
    owner: Person = Field(default="", description="Empty: nobody in particular.")
    due_on: date | None = None


class PartOut(Schema):
    title: str
    proposal: str


class JoiningOut(Schema):
    """A merge of ``source`` into ``target``, or a split of ``source`` into ``parts``, which became the ideas ``made``.

    ``to_answer``: for which sides you can answer now. ``choice``: what becomes of your support ("waiting" until you say).
    """

    id: int
    kind: str
    state: str
    source: int
    target: int | None
    parts: list[PartOut]
    made: list[int]
    why: str
    by: str | None
    created_at: datetime
    done_at: datetime | None
    undone_at: datetime | None
    choose_until: datetime | None
    to_answer: list[str]
    choice: str | None
    kept_parts: list[int]
    can_take_back: bool
    can_undo: bool


class JoiningPageOut(Schema):
    items: list[JoiningOut]
    next: int | None


class MergeIn(Schema):
    into: Id
    why: Word


class PartIn(Schema):
    title: Line
    proposal: Text


class SplitIn(Schema):
    parts: list[PartIn] = Field(min_length=2, max_length=4)
    why: Word


class JoiningAnswerIn(Schema):
    accept: bool
    word: Word = ""


class WhyIn(Schema):
    why: Word


class ChoiceIn(Schema):
    """Of a merge: ``answer``. Of a split: ``parts``, the ids of the ideas whose support you keep (none: you take it back)."""

    answer: Literal["kept", "withdrew", "follows"] = "kept"
    parts: list[Id] = Field(default=[], max_length=4)


class TokensIn(Schema):
    """``seen``: how many you knew to be on it; 409 when it is another number by now."""

    points: Annotated[Whole, Field(ge=0, le=10_000)]
    seen: Annotated[Whole, Field(ge=0, le=10_000)]


class CostIn(Schema):
    idea: Id
    cost: Annotated[Whole, Field(ge=1, le=10**12)] | None


class CostsIn(Schema):
    costs: list[CostIn] = Field(max_length=2000)


class CostsOut(Schema):
    costs: list[CostIn]


class DuelOut(Schema):
    """Two ideas, and ``pair``, which says that they were offered to you."""

    left: int
    right: int
    pair: str


class DuelsOut(Schema):
    """``duel`` is ``null`` when you have judged every pair, or the order is settled."""

    judged: int
    possible: int
    settled: bool
    duel: DuelOut | None


class DuelIn(Schema):
    pair: Word
    answer: Literal["left", "right", "equal", "skip"]


class StrengthOut(Schema):
    id: int
    title: str
    strength: float
    low: float
    high: float
    share: float
    shown: int


class OrderOut(Schema):
    """``pairs``: [first, second, wins of the first, of the second, equals]; from them anybody computes the same again."""

    rulebook: int
    computed_at: datetime
    settled: bool
    comparisons: int
    voters: int
    order: list[StrengthOut]
    pairs: list[list[int]]
