from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from intranet.contributions.registry import Document
from intranet.search.query import Query
from intranet.search.settings import UNTUNED, Settings

Key = tuple[str, int]


class IndexUnavailableError(Exception):
    """There is no index to read now (none yet, an old one, a damaged one). It is made again by the worker."""


@dataclass(frozen=True)
class Candidate:
    """A document an engine found, with what ``ranking`` needs. ``body`` is its plain text, for the passage that answers.

    ``at`` is in seconds since 1970. ``is_exact``: it is called, or was once called, just what is asked.
    """

    kind: str
    pk: int
    score: float
    title: str
    body: str
    at: float = 0.0
    weight: float = 0.0
    standing: float = 1.0
    is_news: bool = False
    title_key: str = ""
    former_keys: tuple[str, ...] = ()
    title_stems: str = ""
    is_exact: bool = False

    @property
    def key(self) -> Key:
        return (self.kind, self.pk)


class SearchEngine(Protocol):
    """What an engine does. It knows words and audiences; who may see what is decided after it, in the database.

    Whatever reads raises ``IndexUnavailableError`` when there is no sound index.
    """

    def update(self, documents: dict[Key, Document | None], settings: Settings = UNTUNED) -> None:
        """Put these documents in the index, and take out those whose value is ``None``; visible to searches on return."""

    def search(self, query: Query, *, limit: int, offset: int = 0) -> list[Candidate]:
        """Return the best documents for ``query``, in the order of ``search.ranking``."""

    def complete(self, query: Query, *, limit: int) -> list[Candidate]:
        """Return documents whose title has all the words, the last one perhaps unfinished. Fast: for each keystroke."""

    def near_words(self, word: str, *, limit: int) -> list[str]:
        """Return words of the index that ``word`` may be a misspelling of, nearest first. Anybody's words: check them."""

    def similar(self, text: str, query: Query, *, limit: int) -> list[Candidate]:
        """Return documents that share the telling words of ``text``, within the audience and kinds of ``query``."""

    def titled(self, words: Iterable[str]) -> set[Key]:
        """Return the documents with one of ``words`` (folded) in their title, at most some thousands."""

    def rebuild(self, documents: Iterable[tuple[Key, Document]], settings: Settings = UNTUNED) -> Iterator[int]:
        """Build a new index beside the one that serves, giving the number of documents done so far; not yet in use."""

    def switch(self) -> None:
        """Put the index that ``rebuild`` made in use, at once and for every process."""

    def is_ready(self) -> bool:
        """Say whether there is a sound index to search."""

    def fault(self, *, thorough: bool = False) -> str:
        """Return what is wrong with the index, "" if nothing is known; ``thorough`` reads all of it."""

    def mark_stale(self, reason: str) -> None:
        """Note that the index misses something and must be made again; it is searched meanwhile."""
