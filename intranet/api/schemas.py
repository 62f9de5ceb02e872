"""What goes over the wire. Dates are ISO 8601 with their offset; texts are HTML cleaned by the site's allow-list."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field


def _no_yes_or_no(value: Any) -> Any:
    """Refuse ``true`` for a number, which Python takes for 1."""
    if value is True or value is False:
        raise ValueError("a number, not true or false")
    return value


Whole = Annotated[int, BeforeValidator(_no_yes_or_no)]
Decimal = Annotated[float, BeforeValidator(_no_yes_or_no)]
Id = Annotated[Whole, Field(ge=1, le=2**63 - 1)]
# No NUL: no database keeps it.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=2_000_000)]
Line = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=300)]
Language = Literal["fr", "en"]


def _in_utc(moment: datetime) -> datetime:
    """Return ``moment`` in UTC: PostgreSQL refuses offsets of sixteen hours and more, which ISO 8601 allows."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of the years that there are") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class SpaceOut(Schema):
    id: int
    title: str
    url: str
    description: str
    language: str
    parent: int | None


class ArticleRow(Schema):
    id: int
    title: str
    summary: str
    url: str
    space: int
    language: str
    tags: list[str]
    author: str | None
    published_at: datetime | None
    edited_at: datetime | None
    archived: bool


class ArticleOut(ArticleRow):
    """``revision`` is the version that a change must be based on; ``draft`` says that readers do not see it yet."""

    body: str
    revision: int
    draft: bool


class ArticleIn(Schema):
    space: Id
    title: Line
    body: Text = ""
    summary: Line = ""
    tags: list[Line] = Field(default=[], max_length=12)
    language: Language
    publish: bool = False


class ArticleChange(Schema):
    """What is left out stays. ``revision`` is the one that was read: somebody else's newer version is never overwritten."""

    revision: Id
    title: Line | None = None
    body: Text | None = None
    summary: Line | None = None
    tags: list[Line] | None = Field(default=None, max_length=12)
    language: Language | None = None
    publish: bool = False
    word: Line = ""
    is_major: bool = False


class QuestionRow(Schema):
    id: int
    title: str
    url: str
    space: int | None
    language: str
    tags: list[str]
    author: str | None
    asked_at: datetime
    votes: int
    answers: int
    solved: bool
    closed: bool


class AnswerOut(Schema):
    id: int
    body: str
    author: str | None
    given_at: datetime
    votes: int
    accepted: bool


class QuestionOut(QuestionRow):
    body: str
    given: list[AnswerOut]


class QuestionIn(Schema):
    title: Line
    body: Text = ""
    space: Id | None = None
    tags: list[Line] = Field(default=[], max_length=12)
    language: Language


class AnswerIn(Schema):
    body: Text


class Twin(Schema):
    """The same in another language."""

    id: int
    language: str
    url: str


class Found(Schema):
    kind: str
    id: int
    title: str
    url: str
    passage: str
    also_in: Twin | None


class Results(Schema):
    """``search`` names this search, to say what was opened of it; ``null`` when it was not written down."""

    results: list[Found]
    suggestion: str
    search: UUID | None


class OpenedIn(Schema):
    kind: Line
    id: Id
    rank: Whole = Field(default=1, ge=1, le=200)


class Noted(Schema):
    noted: bool


class ArticlePageOut(Schema):
    """``next`` is the value of ``after`` for the next page, ``null`` on the last."""

    items: list[ArticleRow]
    next: int | None


class QuestionPageOut(Schema):
    items: list[QuestionRow]
    next: int | None


class SuggestionRow(Schema):
    """``article`` is ``null`` once the article is gone. ``revision`` is the version that it became, once accepted."""

    id: int
    article: int | None
    title: str
    word: str
    state: str
    author: str | None
    made_at: datetime
    updated_at: datetime
    answer: str
    decided_by: str | None
    decided_at: datetime | None
    revision: int | None


class SuggestionOut(SuggestionRow):
    """The text as it is proposed; ``based_on`` is the version that it began from."""

    summary: str
    body: str
    tags: list[str]
    language: str
    based_on: int


class SuggestionPageOut(Schema):
    items: list[SuggestionRow]
    next: int | None


class SuggestionIn(Schema):
    """What is left out stays as ``revision`` of the article has it."""

    revision: Id
    word: Line
    title: Line | None = None
    body: Text | None = None
    summary: Line | None = None
    tags: list[Line] | None = Field(default=None, max_length=12)
    language: Language | None = None


class AmendedIn(Schema):
    """The whole text to accept instead, written on ``revision``, the latest of the article."""

    revision: Id
    title: Line
    body: Text = ""
    summary: Line = ""
    tags: list[Line] = Field(default=[], max_length=12)
    language: Language


class DecisionIn(Schema):
    """``amended`` goes with "accept" only; a refusal needs an ``answer``."""

    decision: Literal["accept", "decline", "withdraw"]
    answer: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=1000)] = ""
    amended: AmendedIn | None = None


class ReasonOut(Schema):
    """Why an article is to check; ``title`` and ``url`` of what changed, where you may see it."""

    reason: str
    since: datetime
    title: str
    url: str


class TrustOut(Schema):
    """``may_verify``: you may say that it is still right."""

    article: int
    title: str
    url: str
    state: Literal["unverified", "verified", "to_check", "archived"]
    archived_why: str
    owner: str | None
    owner_department: str | None
    reviewer: str | None
    verified_by: str | None
    verified_at: datetime | None
    reasons: list[ReasonOut]
    may_verify: bool


class TrustPageOut(Schema):
    items: list[TrustOut]
    next: int | None


class TermRow(Schema):
    """``standing``: what the charter holds of the word ("preferred", "avoid" or ""); ``instead`` is what to say."""

    id: int
    term: str
    variants: list[str]
    summary: str
    language: str
    space: int | None
    url: str
    standing: str
    instead: str


class TermOut(TermRow):
    """``pair`` is the term of the other language, if you may see it."""

    definition: str
    pair: int | None


class TermPageOut(Schema):
    items: list[TermRow]
    next: int | None
