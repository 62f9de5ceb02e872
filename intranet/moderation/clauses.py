"""The charter clauses that a decision can cite, without knowing the charter: rooms offer them under ``citable.clauses``."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation

from intranet.contributions.registry import registry


@dataclass(frozen=True)
class CitedClause:
    """A clause as a decision freezes it: its stable key, its label in each language, its address."""

    key: str
    url: str
    labels: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        language = (translation.get_language() or "")[:2]
        return self.labels.get(language) or next(iter(self.labels.values()), self.key)


def citable_clauses() -> list[CitedClause]:
    """Return the clauses in force, in the charter's order, named in every language of the site."""
    found: dict[str, CitedClause] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for offered in registry.ask("citable.clauses"):
                for key, label, url in offered:
                    clause = found.setdefault(key, CitedClause(key=key, url=url))
                    clause.labels[language] = str(label)
    return list(found.values())
