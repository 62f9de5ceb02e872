"""What a person finds: the engine proposes, the database decides what they may see, and only that is shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.accounts.reader import Reader
from intranet.contributions.registry import Kind, registry
from intranet.core.compiled import Compiled, filled_up
from intranet.search import suggesting
from intranet.search.asking import query_for
from intranet.search.engines import Candidate, IndexUnavailableError, get_engine
from intranet.search.highlight import marked_title, part_that_answers, passage
from intranet.search.query import Query
from intranet.search.titles import search_titles
from intranet.search.twins import Twin, Twins, one_of_each, twins_of
from intranet.ui.templatetags.ui import ago

__all__ = ["PER_PAGE", "Block", "Hit", "Results", "complete", "find", "like", "near_words", "query_for", "similar"]

PER_BLOCK = 5
PER_PAGE = 20
_POOL = 120
_FEW = 3
_DEEPEST = 1000

Seen = list[tuple[Candidate, Any]]


@dataclass(frozen=True)
class Hit:
    """One thing found, that the person may see. ``title`` and ``passage`` are safe HTML with the words marked.

    ``note`` is the community manager's word on what they recommend; ``in_file`` names the attached file that the
    passage is of; ``twin`` the same in another language, if there is one that the person may see.
    """

    kind: Kind
    object: Any
    title: SafeString
    passage: SafeString
    url: str
    note: str = ""
    in_file: str = ""
    is_exact: bool = False
    score: float = 0.0
    twin: Twin | None = None

    @property
    def is_archived(self) -> bool:
        return self.kind.name == "article" and self.object.archived_at is not None

    @property
    def texts(self) -> dict[str, str]:
        """Everything that ``search/_hit.html`` says of it, for its stencil; not every kind has all of it."""
        shown, at, author = self.object, getattr(self.object, "created_at", None), getattr(self.object, "author", None)
        texts = {
            "url": self.url,
            "title": self.title,
            "plain_title": SafeString(strip_tags(self.title)),  # of text that was escaped
            "passage": self.passage,
            "note": self.note,
            "in_file": self.in_file,
            "author": author.display_name if author else "",
            "when": ago(at) if at else "",
        }
        if self.kind.name not in ("person", "space"):
            texts["like_url"] = reverse("search:like", args=[self.kind.name, shown.pk])
        if job := getattr(shown, "job_title", ""):
            texts |= {"job_title": job, "department": str(shown.department or "")}
        if self.twin:
            texts |= {
                "twin_url": self.twin.url,
                "twin_language": self.twin.language,
                "twin_label": str(self.twin.label),
            }
        return texts


@dataclass(frozen=True)
class Block:
    """The hits of one kind, in a labelled block; ``more`` says that there are others."""

    kind: Kind
    hits: list[Hit]
    more: bool


@dataclass(frozen=True)
class Results:
    """``first``: what is recommended for this, after what is called just so; then a block a kind."""

    blocks: list[Block]
    suggestion: str = ""
    first: list[Hit] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocks or self.first)

    def hits(self) -> list[Hit]:
        """Return all the hits in the order in which they are shown."""
        return [*self.first, *(hit for block in self.blocks for hit in block.hits)]


def find(user: User, query: Query, *, page: int = 1) -> Results:
    """Return what ``user`` finds for ``query``: a block a kind, or a page of one kind if it asks for just one."""
    if not query:
        return Results([], notes=query.notes)
    try:
        return _find(user, query, page)
    except IndexUnavailableError:
        titled = _seen(user, search_titles(user, query, limit=PER_BLOCK + 1))
        blocks = _blocks(titled, query, PER_BLOCK)
        note = _("The index of the search is being repaired: for a few minutes only titles are searched.")
        return Results(blocks, notes=(*query.notes, note))


def _find(user: User, query: Query, page: int) -> Results:
    if len(query.kinds) == 1:
        limit = PER_PAGE
        seen, twins = _page(user, query, (page - 1) * PER_PAGE, limit)
    else:
        limit = PER_BLOCK
        candidates = get_engine().search(query, limit=_POOL)
        if not query.kinds and len(candidates) == _POOL:
            candidates += _of_other_kinds(query, candidates)
        seen = _seen(user, candidates, enough=2 * limit + 1)
        twins = twins_of(user, [candidate.key for candidate, _instance in seen])
        seen = one_of_each(user, seen, twins)
    first = _recommended(user, query, seen, twins) if page == 1 and not query.kinds else []
    shown = {(hit.kind.name, hit.object.pk) for hit in first} | {hit.twin.key for hit in first if hit.twin}
    blocks = _blocks([pair for pair in seen if pair[0].key not in shown], query, limit, twins)
    found = sum(len(block.hits) for block in blocks) + len(first)
    better = suggesting.suggestion(query, lambda q: _finds(user, q)) if found < _FEW and page == 1 else ""
    return Results(blocks, better, first, query.notes)


def _page(user: User, query: Query, offset: int, limit: int) -> tuple[Seen, Twins]:
    """Return a page of one kind with its twins, and one row more if there is.

    Asked from the first page on, since which of two twins is left out depends on what stands before.
    """
    needed = offset + limit + 1
    while True:
        candidates = get_engine().search(query, limit=needed)
        seen = _seen(user, candidates, enough=needed)
        twins = twins_of(user, [candidate.key for candidate, _instance in seen])
        kept = one_of_each(user, seen, twins)
        if len(kept) > offset + limit or len(candidates) < needed or needed >= _DEEPEST:
            return kept[offset : offset + limit + 1], twins
        needed += 2 * limit


def _of_other_kinds(query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the best of the kinds that a full pool has nothing of: many messages do not push out the only person."""
    present = {candidate.kind for candidate in candidates}
    absent = tuple(k.name for k in registry.kinds() if k.indexable is not None and k.name not in present)
    return get_engine().search(replace(query, kinds=absent), limit=4 * PER_BLOCK) if absent else []


def _recommended(user: User, query: Query, seen: Seen, twins: Twins) -> list[Hit]:
    """Return what the community manager recommends for these words and ``user`` may see, after exact titles; or nothing."""
    today = timezone.localdate()
    bets = [bet for bet in query.settings.bets if bet.answers(query.asked.text, today)]
    if not bets or query.is_narrowed or query.since or query.until:
        return []
    notes = {(bet.kind, bet.pk): bet.note for bet in reversed(bets)}
    objects = _objects(user, notes)
    known = twins | twins_of(user, [key for key in objects if key not in twins])
    bodies = {candidate.key: candidate for candidate, _instance in seen}
    chosen = []
    for key, instance in objects.items():
        kind = registry.kind(key[0])
        candidate = bodies.get(key) or Candidate(*key, 0.0, str(kind.title(instance)), "")
        chosen.append(_hit(candidate, instance, query, note=notes[key], twin=known.get(key)))
    order = list(dict.fromkeys((bet.kind, bet.pk) for bet in bets))
    chosen.sort(key=lambda hit: order.index((hit.kind.name, hit.object.pk)))
    besides = objects.keys() | {known[key].key for key in objects if key in known}
    exact = [_hit(c, i, query, twin=known.get(c.key)) for c, i in seen if c.is_exact and c.key not in besides]
    return [*exact, *chosen] if chosen else []


def complete(user: User, text: str, *, limit: int = 10) -> list[Hit]:
    """Return what a person probably means while typing ``text``, by titles; best first."""
    query = query_for(user, text, prefix=True)
    if not query.terms:
        return []
    try:
        candidates = get_engine().complete(query, limit=limit + 10)
    except IndexUnavailableError:
        candidates = search_titles(user, query, limit=limit)
    seen = _seen(user, candidates, enough=limit)
    seen = one_of_each(user, seen, twins_of(user, [candidate.key for candidate, _instance in seen]))
    return [_hit(candidate, instance, query, with_passage=False) for candidate, instance in seen[:limit]]


def suggest(user: User, query: Query) -> str:
    """Return ``query`` with misspelt words replaced by words of texts that ``user`` may see, or ""."""
    return suggesting.suggestion(query, lambda q: _finds(user, q))


def near_words(user: User, query: Query, *, limit: int = 5) -> list[str]:
    """Return words of texts that ``user`` may see, near those asked: for a page without results."""
    found: list[str] = []
    try:
        for term in query.terms[:3]:
            found += suggesting.near(query, term.word, lambda q: _finds(user, q), limit)
    except IndexUnavailableError:
        return []
    asked = {term.word for term in query.terms}
    return [word for word in dict.fromkeys(found) if word not in asked][:limit]


def similar(user: User, text: str, *, kinds: Sequence[str], exclude: Iterable[int] = (), limit: int = 5) -> list[Any]:
    """Return the objects of ``kinds`` most like ``text`` that ``user`` may see; the service ``search.similar``."""
    query = query_for(user, _plain(text), kinds=tuple(kinds))
    left_out = set(exclude)
    seen = _alike(user, text, query, limit + len(left_out) + 5)
    return [instance for candidate, instance in seen if candidate.pk not in left_out][:limit]


def like(user: User, kind: Kind, instance: Any) -> list[Block]:
    """Return what resembles ``instance``, a block a kind, of what ``user`` may see."""
    document = kind.document(instance) if kind.document else None
    if document is None:
        return []
    text = _plain(f"{document.title} {' '.join(document.tags)} {document.summary} {document.headings} {document.body}")
    query = query_for(user, text)
    seen = [pair for pair in _alike(user, text, query, 40) if pair[0].key != (kind.name, instance.pk)]
    return _blocks(seen, query, PER_BLOCK)


def _alike(user: User, text: str, query: Query, limit: int) -> Seen:
    if not query.terms:
        return []
    try:
        return _seen(user, get_engine().similar(text, query, limit=limit))
    except IndexUnavailableError:
        return []


def _plain(text: str) -> str:
    """Return ``text`` without what the query language would read in it."""
    return text.translate({ord(sign): " " for sign in '":«»“”-'})


def _finds(user: User, query: Query) -> bool:
    return bool(_seen(user, get_engine().search(query, limit=5)))


def _objects(user: User, keys: Iterable[tuple[str, int]], *, enough: int = _POOL) -> dict[tuple[str, int], Any]:
    """Return the objects of ``keys`` that ``user`` may see: one query a kind, or two.

    ``enough`` of each kind are looked for among the first, and among all the others only if some of those may not be seen.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for name, pk in keys:
        ids[name].append(pk)
    known = {kind.name: kind for kind in registry.kinds()}
    objects: dict[tuple[str, int], Any] = {}
    for name in ids.keys() & known.keys():
        first, others = ids[name][:enough], ids[name][enough:]
        found = _visible(user, known[name], first)
        if others and len(found) < len(first):
            found |= _visible(user, known[name], others)
        objects |= {(name, pk): instance for pk, instance in found.items()}
    return objects


def _visible(user: User, kind: Kind, ids: Sequence[int]) -> dict[int, Any]:
    if kind.addressed and ids:  # its rule asks for audiences alone, which is what a compiled query knows of its reader
        return {found.pk: found for found in _addressed(kind.name)(Reader.of(user), filled_up(ids))}
    return {found.pk: found for found in kind.visible(user).select_related(*kind.select).filter(pk__in=ids)}


@cache
def _addressed(name: str) -> Compiled:
    kind = registry.kind(name)
    return Compiled(lambda reader, ids: kind.visible(reader).select_related(*kind.select).filter(pk__in=ids))


def _seen(user: User, candidates: Sequence[Candidate], *, enough: int = _POOL) -> Seen:
    """Return the candidates that ``user`` may see, with their objects."""
    objects = _objects(user, (candidate.key for candidate in candidates), enough=enough)
    return [(candidate, objects[candidate.key]) for candidate in candidates if candidate.key in objects]


def _blocks(seen: Seen, query: Query, limit: int, twins: Twins | None = None) -> list[Block]:
    by_kind: dict[str, Seen] = defaultdict(list)
    for candidate, instance in seen:
        by_kind[candidate.kind].append((candidate, instance))
    blocks, known = [], twins or {}
    for name, found in by_kind.items():
        hits = [_hit(candidate, i, query, twin=known.get(candidate.key)) for candidate, i in found[:limit]]
        blocks.append(Block(registry.kind(name), hits, more=len(found) > limit))
    return blocks


def _hit(
    candidate: Candidate,
    instance: Any,
    query: Query,
    *,
    with_passage: bool = True,
    note: str = "",
    twin: Twin | None = None,
) -> Hit:
    kind = registry.kind(candidate.kind)
    in_file, text = part_that_answers(candidate.body, query.terms) if with_passage else ("", "")
    return Hit(
        kind=kind,
        object=instance,
        title=marked_title(candidate.title, query.terms),
        passage=passage(text, query.terms) if with_passage else SafeString(""),
        url=kind.url(instance),
        note=note,
        in_file=in_file,
        is_exact=candidate.is_exact,
        score=candidate.score,
        twin=twin,
    )
