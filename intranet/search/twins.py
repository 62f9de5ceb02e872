"""What is written in two languages is found once, in the reader's; it says that the other exists.

Rooms tell by the service ``search.twins``: ``fn(user, kind, ids) -> {id: Twin}``, of what ``user`` may see.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.search.engines import Candidate

    Seen = Sequence[tuple[Candidate, Any]]


@dataclass(frozen=True)
class Twin:
    """The same in another language: ``label`` says so in the reader's words ("Also in English")."""

    kind: str
    pk: int
    language: str
    url: str
    label: str

    @property
    def key(self) -> tuple[str, int]:
        return (self.kind, self.pk)


Twins = dict[tuple[str, int], Twin]


def twins_of(user: "User", keys: "Sequence[tuple[str, int]]") -> Twins:
    """Return the twin of each of ``keys`` (kind and id) that has one which ``user`` may see."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        ids[kind].append(pk)
    found: Twins = {}
    for kind, pks in ids.items():
        for answer in registry.ask("search.twins", user, kind, pks):
            found |= {(kind, pk): twin for pk, twin in answer.items()}
    return found


def one_of_each(user: "User", seen: "Seen", twins: Twins) -> "list[tuple[Candidate, Any]]":
    """Return ``seen`` with one of each two twins, that in the language of ``user``, where the better of them stood."""
    there = {candidate.key: (candidate, instance) for candidate, instance in seen}
    kept, done = [], set()
    for candidate, instance in seen:
        if candidate.key in done:
            continue
        pair = (candidate, instance)
        twin = twins.get(candidate.key)
        if twin is not None and twin.key in there:
            done.add(twin.key)
            if twin.language == user.language:
                pair = there[twin.key]
        kept.append(pair)
    return kept
