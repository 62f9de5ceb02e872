from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from intranet.contributions.registry import Document
from intranet.search.query import Query

Key = tuple[str, int]


@dataclass(frozen=True)
class Candidate:
    """A document an engine found. ``body`` is its plain text, for the passage that answers."""

    kind: str
    pk: int
    score: float
    title: str
    body: str

    @property
    def key(self) -> Key:
        return (self.kind, self.pk)


class SearchEngine(Protocol):
    """What an engine does. It knows words and audiences; who may see what is decided after it, in the database."""

    def update(self, documents: dict[Key, Document | None]) -> None:
        """Put these documents in the index, and take out those whose value is ``None``; visible to searches on return."""

    def search(self, query: Query, *, limit: int, offset: int = 0) -> list[Candidate]:
        """Return the best documents for ``query``, best first: an exact title, then relevance."""

    def complete(self, query: Query, *, limit: int) -> list[Candidate]:
        """Return documents whose title has all the words, the last one perhaps unfinished. Fast: for each keystroke."""

    def near_words(self, word: str, *, limit: int) -> list[str]:
        """Return words of the index that ``word`` may be a misspelling of, nearest first. Anybody's words: check them."""

    def similar(self, text: str, query: Query, *, limit: int) -> list[Candidate]:
        """Return documents that share the telling words of ``text``, within the audience and kinds of ``query``."""

    def rebuild(self, documents: Iterable[tuple[Key, Document]]) -> Iterator[int]:
        """Build a new index beside the one that serves, giving the number of documents done so far; not yet in use."""

    def switch(self) -> None:
        """Put the index that ``rebuild`` made in use, at once and for every process."""

    def is_ready(self) -> bool:
        """Say whether there is an index to search."""
