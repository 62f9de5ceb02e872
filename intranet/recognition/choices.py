"""What the home page highlights for somebody: in two queries and one a kind, whatever the number of highlights."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from intranet.contributions.registry import Kind, registry
from intranet.recognition.models import Highlight

if TYPE_CHECKING:
    from intranet.accounts.models import User

# How many are looked at to find those that the person may see; there are never so many at a time.
_MOST = 60


@dataclass(frozen=True)
class Chosen:
    """A highlight with what it shows. ``by`` is who chose it (``None`` for somebody who left)."""

    highlight: Highlight
    kind: Kind
    object: Any

    @property
    def title(self) -> str:
        return self.kind.title(self.object)

    @property
    def url(self) -> str:
        return self.kind.url(self.object)

    @property
    def why(self) -> str:
        return self.highlight.why

    @property
    def by(self) -> "User | None":
        return self.highlight.by


def home_highlights(user: "User", limit: int) -> list[Chosen]:
    """Return the latest current highlights that ``user`` may see, at most ``limit``."""
    return chosen(user, Highlight.objects.current().select_related("by").order_by("-at")[:_MOST])[:limit]


def chosen(user: "User", highlights: Iterable[Highlight]) -> list[Chosen]:
    """Pair ``highlights`` with their objects, in order; what ``user`` may not see (or is gone) is left out."""
    highlights = list(highlights)
    visible = _visible(user, highlights)
    return [
        Chosen(highlight, *visible[highlight.kind, highlight.target_id])
        for highlight in highlights
        if (highlight.kind, highlight.target_id) in visible
    ]


def _visible(user: "User", highlights: Sequence[Highlight]) -> dict[tuple[str, int], tuple[Kind, Any]]:
    ids: dict[str, set[int]] = defaultdict(set)
    for highlight in highlights:
        ids[highlight.kind].add(highlight.target_id)
    found = {}
    for kind in registry.kinds(highlightable=True):
        if kind.name in ids:
            for target in kind.visible(user).filter(pk__in=ids[kind.name]).select_related(*kind.select):
                found[kind.name, target.pk] = kind, target
    return found
