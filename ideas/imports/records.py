"""What an import file holds, whatever its format, before anything is written."""

from dataclasses import dataclass, field
from datetime import datetime


class BadFile(Exception):
    """The file cannot be imported; the message is one line that says what is wrong and where."""


@dataclass(frozen=True)
class SourceComment:
    """``root`` is the key of the idea or debate; ``parent`` that of the comment it answers ("" if none). HTML text."""

    key: str
    root: str
    parent: str
    text: str
    author: str
    at: datetime
    language: str


@dataclass(frozen=True)
class SourceAnswer:
    text: str
    at: datetime


@dataclass(frozen=True)
class SourceIdea:
    """``votes`` were given elsewhere, by people whom this site does not know. Texts are HTML, not yet cleaned."""

    key: str
    title: str
    proposal: str
    at: datetime
    language: str
    problem: str = ""
    benefit: str = ""
    author: str = ""
    votes: int = 0
    status: str = "submitted"
    tags: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    answer: SourceAnswer | None = None


@dataclass(frozen=True)
class SourceDebate:
    """A debate of the source; it becomes a thread."""

    key: str
    title: str
    text: str
    at: datetime
    language: str
    author: str = ""


@dataclass
class Batch:
    """Everything one file brings. ``skipped`` says why rows were left out, with how many."""

    ideas: list[SourceIdea] = field(default_factory=list)
    debates: list[SourceDebate] = field(default_factory=list)
    comments: list[SourceComment] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, why: str) -> None:
        self.skipped[why] = self.skipped.get(why, 0) + 1
