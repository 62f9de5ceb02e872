"""What the other rooms call: say that something changed. Hints only; what changed is fetched over HTTP, where
permissions are checked.

``topic`` is "discussion.<id>", "user.<id>"…; a feature that has topics says who may listen to them by providing
``live.authorize`` (``(topic, user) -> bool | None``, ``None`` for a topic that is not its own).
"""

from typing import Any

from django.db import transaction

from intranet.live.transports import transport


def publish(topic: str, hint: dict[str, Any]) -> None:
    """Tell whoever listens to ``topic``, after the current transaction commits (at once if there is none).

    ``hint`` is small JSON ({"seq": 12}). At most once: a listener that misses it catches up by itself.
    """
    _after_commit({"topic": topic, **hint})


def recheck(*, user_id: int | None = None, topic: str = "") -> None:
    """Have open sockets of ``user_id``, or those listening to ``topic``, ask again whether they still may; after commit.

    Called when somebody is deactivated, signs out, or when what they listen to is not for them any more.
    """
    _after_commit({"recheck": {"user": user_id, "topic": topic}})


def _after_commit(message: dict[str, Any]) -> None:
    transaction.on_commit(lambda: transport().send(message), robust=True)
