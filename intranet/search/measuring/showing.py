"""What may be shown of pages that rows only name by kind and id."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.accounts.models import User

Key = tuple[str, int]


@dataclass(frozen=True)
class Page:
    kind: str
    pk: int
    title: str
    url: str
    label: str
    icon: str


def visible(user: "User", keys: Iterable[Key]) -> dict[Key, Page]:
    """Return the pages of ``keys`` that ``user`` may see: one query a kind. The others do not exist for them."""
    ids: dict[str, set[int]] = defaultdict(set)
    for name, pk in keys:
        ids[name].add(pk)
    known = {kind.name: kind for kind in registry.kinds() if kind.indexable is not None}
    found: dict[Key, Page] = {}
    for name in ids.keys() & known.keys():
        kind = known[name]
        for instance in kind.visible(user).select_related(*kind.select).filter(pk__in=ids[name]):
            found[(name, instance.pk)] = Page(
                name, instance.pk, str(kind.title(instance)), kind.url(instance), str(kind.label), kind.icon
            )
    return found


def instance_of(user: "User", name: str, pk: int) -> Any | None:
    """Return the object itself, or ``None`` when there is none that ``user`` may see."""
    kind = next((k for k in registry.kinds() if k.name == name and k.indexable is not None), None)
    return kind.visible(user).filter(pk=pk).first() if kind is not None else None


def read_key(text: str) -> Key | None:
    """Return what ``kind:id`` of a form names."""
    kind, _colon, number = text.partition(":")
    known = number.isascii() and number.isdecimal() and len(number) < 19
    return (kind, int(number)) if known else None
