"""What a person finds: the engine proposes, the database decides what they may see, and only that is shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from intranet.accounts.models import User
from intranet.contributions.registry import Kind, registry
from intranet.search.engines import Candidate, get_engine
from intranet.search.highlight import marked_title, passage
from intranet.search.query import Query

PER_BLOCK = 5
PER_PAGE = 20
_POOL = 120
_FEW = 3


@dataclass(frozen=True)
class Hit:
    """One thing found, that the person may see. ``title`` and ``passage`` are safe HTML with the words marked."""

    kind: Kind
    object: Any
    title: SafeString
    passage: SafeString
    url: str

    # Templates ask here what not every kind has: Django lists all names of an object that lacks the one asked (0.2 ms).

    @property
    def author(self) -> Any:
        return getattr(self.object, "author", None)

    @property
    def at(self) -> Any:
        return getattr(self.object, "created_at", None)

    @property
    def job_title(self) -> str:
        return getattr(self.object, "job_title", "")

    @property
    def department_name(self) -> str:
        """Where a person with a job title works."""
        return str(self.object.department or "") if self.job_title else ""


@dataclass(frozen=True)
class Block:
    """The hits of one kind, in a labelled block; ``more`` says that there are others."""

    kind: Kind
    hits: list[Hit]
    more: bool


@dataclass(frozen=True)
class Results:
    blocks: list[Block]
    suggestion: str = ""

    def __bool__(self) -> bool:
        return bool(self.blocks)


def query_for(user: User, text: str, **filters: Any) -> Query:
    """Return ``text`` as a query within what ``user`` may see."""
    return Query(text, None if user.sees_everything else user.audience_ids, **filters)


def find(user: User, query: Query, *, page: int = 1) -> Results:
    """Return what ``user`` finds for ``query``: a block a kind, or a page of one kind if it asks for just one."""
    if not query:
        return Results([])
    single = len(query.kinds) == 1
    limit, offset = (PER_PAGE, (page - 1) * PER_PAGE) if single else (PER_BLOCK, 0)
    candidates = get_engine().search(query, limit=(limit + 1) if single else _POOL, offset=offset)
    blocks = _blocks(_seen(user, candidates, enough=limit + 1), query, limit)
    found = sum(len(block.hits) for block in blocks)
    suggestion = suggest(user, query) if found < _FEW and page == 1 else ""
    return Results(blocks, suggestion)


def complete(user: User, text: str, *, limit: int = 10) -> list[Hit]:
    """Return what a person probably means while typing ``text``, by titles; best first."""
    query = query_for(user, text, prefix=True)
    if not query:
        return []
    seen = _seen(user, get_engine().complete(query, limit=limit + 10), enough=limit)
    return [_hit(candidate, instance, query, with_passage=False) for candidate, instance in seen[:limit]]


def suggest(user: User, query: Query) -> str:
    """Return the query with misspelt words replaced by words that ``user`` has at least one result for, or "".

    A near word from a document that the person may not see is tried like any other and finds nothing for them, so
    it is never shown.
    """
    engine = get_engine()
    corrected = query.text
    for term in query.terms:
        if len(term.word) < 4 or _finds(user, replace_text(query, term.word)):
            continue
        for near in engine.near_words(term.word, limit=5):
            if _finds(user, replace_text(query, near)):
                corrected = _replace_word(corrected, term.word, near)
                break
    return corrected if corrected != query.text else ""


def similar(user: User, text: str, *, kinds: Sequence[str], exclude: Iterable[int] = (), limit: int = 5) -> list[Any]:
    """Return the objects of ``kinds`` most like ``text`` that ``user`` may see; the service ``search.similar``."""
    query = query_for(user, text, kinds=tuple(kinds))
    if not query:
        return []
    left_out = set(exclude)
    seen = _seen(user, get_engine().similar(text, query, limit=limit + len(left_out) + 5))
    return [instance for candidate, instance in seen if candidate.pk not in left_out][:limit]


def replace_text(query: Query, text: str) -> Query:
    return replace(query, text=text)


def _finds(user: User, query: Query) -> bool:
    return bool(_seen(user, get_engine().search(query, limit=5)))


def _replace_word(text: str, word: str, near: str) -> str:
    from intranet.search.text import words

    return " ".join(near if word in set(words(piece)) else piece for piece in text.split())


def _seen(user: User, candidates: Sequence[Candidate], *, enough: int = _POOL) -> list[tuple[Candidate, Any]]:
    """Return the candidates that ``user`` may see, with their objects: one query a kind, or two.

    ``enough`` of each kind are looked for among the first, and among all the others only if some of those may not be seen.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for candidate in candidates:
        ids[candidate.kind].append(candidate.pk)
    known = {kind.name: kind for kind in registry.kinds()}
    objects: dict[tuple[str, int], Any] = {}
    for name in ids.keys() & known.keys():
        first, others = ids[name][:enough], ids[name][enough:]
        found = _visible(user, known[name], first)
        if others and len(found) < len(first):
            found |= _visible(user, known[name], others)
        objects |= {(name, pk): instance for pk, instance in found.items()}
    return [(candidate, objects[candidate.key]) for candidate in candidates if candidate.key in objects]


def _visible(user: User, kind: Kind, ids: Sequence[int]) -> dict[int, Any]:
    return {found.pk: found for found in kind.visible(user).select_related(*kind.select).filter(pk__in=ids)}


def _blocks(seen: list[tuple[Candidate, Any]], query: Query, limit: int) -> list[Block]:
    by_kind: dict[str, list[tuple[Candidate, Any]]] = defaultdict(list)
    for candidate, instance in seen:
        by_kind[candidate.kind].append((candidate, instance))
    blocks = []
    for name, found in by_kind.items():
        hits = [_hit(candidate, instance, query) for candidate, instance in found[:limit]]
        blocks.append(Block(registry.kind(name), hits, more=len(found) > limit))
    return blocks


def _hit(candidate: Candidate, instance: Any, query: Query, *, with_passage: bool = True) -> Hit:
    kind = registry.kind(candidate.kind)
    return Hit(
        kind=kind,
        object=instance,
        title=marked_title(candidate.title, query.terms),
        passage=passage(candidate.body, query.terms) if with_passage else SafeString(""),
        url=kind.url(instance),
    )
