"""Keeping the index true to the site: after each activity, and from scratch."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator

import structlog
from django.contrib.contenttypes.models import ContentType

from intranet.contributions.models import Activity
from intranet.contributions.registry import Document, Kind, registry
from intranet.core.locks import sole_holder
from intranet.search import tuned
from intranet.search.engines import IndexUnavailableError, Key, SearchEngine, get_engine

log = structlog.get_logger("parvis.search")

_BATCH = 200
_WAIT_FOR_DISPATCHER = 60.0


def index_activities(activities: list[Activity]) -> None:
    """Bring the index up to date with what ``activities`` touched; the outbox's batch handler.

    A feature whose change touches more than the target (a space that moves, a thread that is hidden) answers the
    service ``search.also``: ``fn(activity) -> iterable of (kind name, ids)``.

    Without a sound index nothing is lost: the worker makes a new one, from everything that is there by then. When the
    index cannot be written (a full disk) it is marked as missing something, so that it is made again later.
    """
    keys = touched_by(activities)
    if not keys:
        return
    engine = get_engine()
    settings = tuned.load()
    try:
        engine.update(documents_of(keys), settings)
    except IndexUnavailableError:
        log.debug("no index to update yet")  # a damaged one was told of where that was noticed
    except OSError as error:
        engine.mark_stale(f"it could not be written: {error}")
        raise


def touched_by(activities: Iterable[Activity]) -> dict[str, set[int]]:
    """Return the ids that may have to be indexed again, by kind name."""
    keys: dict[str, set[int]] = defaultdict(set)
    for activity in activities:
        model = ContentType.objects.get_for_id(activity.target_type_id).model_class()
        kind = registry.kind_of(model) if model else None
        if kind is not None and kind.indexable is not None:
            keys[kind.name].add(activity.target_id)
        for more in registry.ask("search.also", activity):
            for name, ids in more:
                keys[name].update(ids)
    return keys


def documents_of(keys: dict[str, set[int]]) -> dict[Key, Document | None]:
    """Load the documents of ``keys`` as they are now; ``None`` for what is gone or must not be found."""
    documents: dict[Key, Document | None] = {}
    for name, ids in keys.items():
        kind = registry.kind(name)
        if kind.indexable is None or kind.document is None:
            continue
        documents |= {(name, pk): None for pk in ids}
        for instance in kind.indexable().filter(pk__in=ids):
            documents[(name, instance.pk)] = kind.document(instance)
    return documents


def every_document() -> Iterator[tuple[Key, Document]]:
    for kind in registry.kinds():
        if kind.indexable is not None and kind.document is not None:
            yield from _documents_of_kind(kind)


def _documents_of_kind(kind: Kind) -> Iterator[tuple[Key, Document]]:
    if kind.indexable is None or kind.document is None:
        return
    rows = kind.indexable().order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        for instance in batch:
            document = kind.document(instance)
            if document is not None:
                yield (kind.name, instance.pk), document
        last = batch[-1].pk


def rebuild(engine: SearchEngine | None = None) -> Iterator[int]:
    """Build the index again beside the one that serves, then switch; gives the number of documents done so far.

    What changes meanwhile goes on into the old index. Before the switch the dispatcher is held off, and what
    happened since the start is indexed again right after it, so nothing is missed.
    """
    engine = engine or get_engine()
    since = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    settings = tuned.load()
    yield from engine.rebuild(every_document(), settings)
    deadline = time.monotonic() + _WAIT_FOR_DISPATCHER
    while True:
        with sole_holder("outbox") as mine:
            if mine:
                engine.switch()
                keys = touched_by(Activity.objects.filter(pk__gt=since, dispatched_at__isnull=False).iterator())
                if keys:
                    engine.update(documents_of(keys), settings)
                return
        if time.monotonic() > deadline:
            raise TimeoutError("the worker did not let go of the index; is a worker hanging?")
        time.sleep(0.05)
