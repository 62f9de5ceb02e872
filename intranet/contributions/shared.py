"""Lists that many people see alike, computed once and shown to all of them until something happens on the site."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.core.compiled import Compiled

# Something may change without an activity (a date that passes), and ids do not commit in order on PostgreSQL.
_SECONDS = 10.0
_MOST = 500

_latest = Compiled(lambda: Activity.objects.order_by("-pk").values_list("pk")[:1])
_kept: OrderedDict[Hashable, tuple[int, float, Any]] = OrderedDict()
_lock = Lock()
_stamps = count()


def readership(user: User) -> Hashable:
    """Return what two people share who may see just the same: their audiences and their permissions. No query of its own."""
    if user.sees_everything:
        return ("everything", frozenset(user.get_all_permissions()))
    return (user.audience_ids, frozenset(user.get_all_permissions()))


def new_stamp() -> int:
    """Return a number that this process gives only once."""
    return next(_stamps)


@dataclass(frozen=True)
class Rows:
    """Rows shared by a readership. ``stamp`` is theirs alone: what is rendered of them can be frozen under it."""

    items: list[Any]
    stamp: int = field(default_factory=new_stamp)


def latest_activity() -> int:
    """Return the id of the latest activity, to be given to ``until_something_happens`` by a page that asks it twice."""
    return int(next(iter(_latest()), (0,))[0])


def until_something_happens(name: Hashable, user: User, compute: Callable[[], Any], latest: int | None = None) -> Any:
    """Return ``compute()``, or what it gave to somebody of the same readership if no activity was recorded since.

    Whatever changes what people may see (hide, restrict, publish, move) records an activity in its transaction, so
    nothing outlives it. One small query, unless ``latest`` was asked already. The value is shared between threads: nobody may change it.
    """
    key = (name, readership(user))
    if latest is None:
        latest = latest_activity()
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
