from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.models import ArticlePage


@dataclass
class Report:
    """What an import did, document by document. Lists hold (path, reason) or (path, link, reason)."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    unresolved: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    # The articles it made or changed, and how many were found to say the same in two languages.
    articles: list["ArticlePage"] = field(default_factory=list)
    pairs: int = 0
