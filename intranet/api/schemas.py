"""What goes over the wire. Dates are ISO 8601 with their offset; texts are HTML cleaned by the site's allow-list."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
# No NUL: no database keeps it.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=2_000_000)]
Line = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=300)]
Language = Literal["fr", "en"]


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


class Found(Schema):
    kind: str
    id: int
    title: str
    url: str
    passage: str


class Results(Schema):
    results: list[Found]
    suggestion: str


class ArticlePageOut(Schema):
    """``next`` is the value of ``after`` for the next page, ``null`` on the last."""

    items: list[ArticleRow]
    next: int | None


class QuestionPageOut(Schema):
    items: list[QuestionRow]
    next: int | None
