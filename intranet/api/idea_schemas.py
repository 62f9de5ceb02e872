"""What programs get and give of campaigns and ideas."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from ideas.models import Status
from intranet.api.schemas import Id, Language, Line, Text, Whole

Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]
# The words of the enumeration, which only running code knows.
if TYPE_CHECKING:
    Standing = str
else:
    Standing = Literal[tuple(Status.values)]


class PhaseOut(Schema):
    title: str
    opens_at: datetime
    closes_at: datetime | None
    acts: list[str]


class CampaignRow(Schema):
    """``open`` lists what can be done now: submit, discuss, support, evaluate, decide, follow."""

    id: int
    slug: str
    title: str
    theme: str
    language: str
    url: str
    method: str
    open: list[str]
    over: bool
    tally_hidden: bool


class CampaignOut(CampaignRow):
    about: str
    rules: str
    phases: list[PhaseOut]


class CampaignPageOut(Schema):
    items: list[CampaignRow]
    next: int | None


class RulebookOut(Schema):
    """``digest`` is the SHA-256 of the canonical JSON of ``rules``."""

    number: int
    rules: dict[str, Any]
    digest: str
    opened_at: datetime | None
    closed_at: datetime | None


class IdeaRow(Schema):
    """``supports`` is ``null`` while the campaign hides its tally; ``version`` is what an edit must be based on."""

    id: int
    title: str
    summary: str
    url: str
    campaign: str
    status: str
    language: str
    author: str | None
    submitted_at: datetime
    supports: int | None
    supports_before_import: int | None
    replies: int
    cost: int | None
    version: int


class DecisionOut(Schema):
    status: str
    answer: str
    by: str | None
    at: datetime


class IdeaOut(IdeaRow):
    problem: str
    proposal: str
    benefit: str
    tags: list[str]
    departments: list[str]
    answers: dict[str, str] = Field(description="What it says in the campaign's own fields, by their keys.")
    supported: bool
    can_support: bool
    decisions: list[DecisionOut]


class IdeaPageOut(Schema):
    items: list[IdeaRow]
    next: int | None


Cost = Annotated[Whole, Field(ge=1, le=10**12)]
Answers = Annotated[dict[Slug, Text], Field(max_length=20)]


class IdeaIn(Schema):
    campaign: Slug = "open-box"
    title: Line
    problem: Text
    proposal: Text
    benefit: Text = ""
    departments: list[Slug] = Field(default=[], max_length=50)
    tags: list[Line] = Field(default=[], max_length=8)
    language: Language
    cost: Cost | None = Field(default=None, description="Where the campaign has a budget.")
    answers: Answers = Field(default={}, description="What the campaign asks besides, by the keys of its own fields.")


class IdeaChange(Schema):
    """What is left out stays. ``version`` is the one that was read."""

    version: Annotated[Whole, Field(ge=1, le=2**31 - 1)]
    title: Line | None = None
    problem: Text | None = None
    proposal: Text | None = None
    benefit: Text | None = None
    departments: list[Slug] | None = Field(default=None, max_length=50)
    tags: list[Line] | None = Field(default=None, max_length=8)
    language: Language | None = None
    cost: Cost | None = None
    answers: Answers | None = None


class SupportOut(Schema):
    """``changed`` is false when it was so already. ``supports`` is ``null`` while the tally is hidden."""

    supported: bool
    changed: bool
    supports: int | None


class Choice(Schema):
    idea: Id
    points: Annotated[Whole, Field(ge=0, le=10_000)]


class BallotOut(Schema):
    """``allowed``: the most points in all (``null``: no limit); ``version``: what a change must be based on.

    ``code`` is that of a secret vote's receipt, shown once.
    """

    open: bool
    version: int
    allowed: int | None
    per_idea: int
    spent: int
    choices: list[Choice]
    ideas: list[int]
    code: str = ""


class BallotIn(Schema):
    """The whole ballot: what is not in ``choices`` gets nothing."""

    version: Annotated[Whole, Field(ge=0, le=2**31 - 1)]
    choices: list[Choice] = Field(max_length=2000)


class ResultOut(Schema):
    """``file_digest`` is the SHA-256 of the file of anonymous ballots, from which ``result`` can be computed again."""

    rulebook: int
    rulebook_digest: str
    computed_at: datetime
    file_digest: str
    ballots: str
    result: dict[str, Any]
