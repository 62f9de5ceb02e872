"""The charter as ideas know it: through the services that it offers, never by its tables."""

from dataclasses import dataclass
from typing import Any

from ideas.amending.models import WORDS
from intranet.contributions.registry import registry


@dataclass(frozen=True)
class ClauseNow:
    """A clause of the charter in force: its key, how it is called, where it stands, and what it says in both languages."""

    key: str
    label: str
    url: str
    words: dict[str, str]


def clause_now(key: str) -> ClauseNow | None:
    """Return the clause, or ``None`` when there is none of this key in force. Asks the service ``charter.clause``."""
    told: dict[str, Any] | None = next((found for found in registry.ask("charter.clause", key) if found), None)
    if told is None:
        return None
    return ClauseNow(told["key"], told["label"], told["url"], {name: told["words"].get(name, "") for name in WORDS})


def put_in_draft(key: str, words: dict[str, str], *, before: dict[str, str]) -> bool:
    """Have the charter's draft say ``words`` in this clause (service ``charter.amend_draft``); say whether it does now."""
    return any(registry.ask("charter.amend_draft", key, words, before=before))
