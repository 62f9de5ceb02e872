"""Helpers of the search tests: put things in the index, and what somebody then finds."""

from collections import defaultdict
from typing import Any

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.search import indexing
from intranet.search.asking import query_for
from intranet.search.engines import get_engine
from intranet.search.finding import find


def index(*things: Any) -> None:
    keys: dict[str, set[int]] = defaultdict(set)
    for thing in things:
        kind = registry.kind_of(thing)
        assert kind is not None
        keys[kind.name].add(thing.pk)
    get_engine().update(indexing.documents_of(keys))


def ordered(user: User, text: str, **filters: Any) -> list[str]:
    return [str(hit.kind.title(hit.object)) for hit in find(user, query_for(user, text, **filters)).hits()]


def titles(user: User, text: str, **filters: Any) -> set[str]:
    return set(ordered(user, text, **filters))
