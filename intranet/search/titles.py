"""The search while there is no sound index: titles, asked of the database. Slower and poorer, but never wrong about who may see."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q

from intranet.accounts.models import User
from intranet.contributions.registry import Kind, registry
from intranet.search.engines import Candidate
from intranet.search.query import Query

_TITLES = ("title", "display_name", "title_fr", "title_en", "name")
_MOST_WORDS = 6


def search_titles(user: User, query: Query, *, limit: int) -> list[Candidate]:
    """Return what ``user`` may see whose title holds each word asked, at most ``limit`` of a kind."""
    wanted = [word for word in query.asked.text.split() if len(word) > 1][:_MOST_WORDS]
    if not wanted:
        return []
    found = []
    for kind in registry.kinds():
        fields = _title_fields(kind)
        if kind.indexable is None or not fields or (query.kinds and kind.name not in query.kinds):
            continue
        rows = kind.visible(user)
        for word in wanted:
            rows = rows.filter(_any(fields, word))
        found += [_candidate(kind, instance) for instance in rows.order_by("-pk")[:limit]]
    return found


def _title_fields(kind: Kind) -> list[str]:
    known = []
    for name in _TITLES:
        try:
            kind.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        known.append(name)
    return known


def _any(fields: list[str], word: str) -> Q:
    wanted = Q()
    for name in fields:
        wanted |= Q(**{f"{name}__icontains": word})
    return wanted


def _candidate(kind: Kind, instance: Any) -> Candidate:
    return Candidate(kind.name, instance.pk, 0.0, str(kind.title(instance)), "")
