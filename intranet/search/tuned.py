"""The settings in force, read from the database at most every few seconds by each process, at once where they were changed."""

import time
from threading import Lock

from intranet.search.models import BestBet, KindBoost, SynonymGroup
from intranet.search.settings import Settings

_SECONDS = 5.0
_lock = Lock()
_kept: tuple[float, Settings] | None = None


def load() -> Settings:
    """Return the settings as they are in the database now: three small queries."""
    return Settings(
        synonyms=tuple(group.as_value() for group in SynonymGroup.objects.all()),
        bets=tuple(bet.as_value() for bet in BestBet.objects.all()),
        boosts=tuple(KindBoost.objects.values_list("kind", "factor")),
    )


def in_force() -> Settings:
    global _kept
    kept = _kept
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    settings = load()
    with _lock:
        _kept = (time.monotonic() + _SECONDS, settings)
    return settings


def forget() -> None:
    """Have the next search read them again: after a change, and between tests."""
    global _kept
    with _lock:
        _kept = None
