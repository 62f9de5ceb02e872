"""Lists that many people see alike, computed once and shown to all of them until something happens on the site."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from intranet.accounts.models import User
from intranet.contributions.models import Activity

# Something may change without an activity (a date that passes), and ids do not commit in order on PostgreSQL.
_SECONDS = 10.0
_MOST = 500

_kept: OrderedDict[Hashable, tuple[int, float, Any]] = OrderedDict()
_lock = Lock()


def readership(user: User) -> Hashable:
    """Return what two people share who may see just the same: their audiences and their permissions. No query of its own."""
    if user.sees_everything:
        return ("everything", frozenset(user.get_all_permissions()))
    return (user.audience_ids, frozenset(user.get_all_permissions()))


def until_something_happens(name: str, user: User, compute: Callable[[], Any]) -> Any:
    """Return ``compute()``, or what it gave to somebody of the same readership if no activity was recorded since.

    Whatever changes what people may see (hide, restrict, publish, move) records an activity in its transaction, so
    nothing outlives it. One small query. The value is shared between threads: nobody may change it.
    """
    key = (name, readership(user))
    latest = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    kept = _kept.get(key)
    if kept is not None and kept[0] == latest and kept[1] > time.monotonic():
        return kept[2]
    value = compute()
    with _lock:
        _kept[key] = (latest, time.monotonic() + _SECONDS, value)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return value


def forget() -> None:
    """Drop everything kept; for tests, whose databases come and go."""
    with _lock:
        _kept.clear()
