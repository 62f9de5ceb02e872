"""How a hint gets from the process where something changed to the processes that hold sockets.

Two ways, and this module is the only place that knows which: through Redis when the channel layer is Redis, else
inside the process (embedded setting: one process serves pages and sockets) with a small table for the others.
"""

import asyncio
import atexit
import contextlib
import itertools
import os
import threading
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from typing import Any, Protocol

import structlog
from channels.layers import get_channel_layer
from django.db import DatabaseError

log = structlog.get_logger("parvis.live")

GROUP = "parvis.live"
Message = dict[str, Any]
Receiver = Callable[[Message], None]


class Transport(Protocol):
    def send(self, message: Message) -> None:
        """Pass ``message`` on. Called from any thread, outside any transaction; never blocks for long, never raises."""

    async def receive(self, deliver: Receiver, lost: Callable[[], None]) -> None:
        """Call ``deliver(message)`` in this event loop for whatever any process sends, until cancelled.

        ``lost()`` is called when messages may have been missed: listeners then catch up.
        """


class Embedded:
    """One process serves sockets. What happens in it is delivered directly; other processes leave rows in ``Relay``."""

    POLL_SECONDS = 0.3
    KEEP_SECONDS = 60
    OVERLAP = 50  # rows looked at again: on PostgreSQL a smaller id may commit after a greater one

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deliver: Receiver | None = None

    def send(self, message: Message) -> None:
        loop, deliver = self._loop, self._deliver
        if loop is not None and deliver is not None and not loop.is_closed():
            loop.call_soon_threadsafe(deliver, message)
            return
        from intranet.live import serving
        from intranet.live.models import Relay

        if serving.here:  # pages without any socket open: nobody listens
            return
        try:
            Relay.objects.create(message=message)
        except DatabaseError:
            log.exception("hint not relayed")

    async def receive(self, deliver: Receiver, lost: Callable[[], None]) -> None:
        from channels.db import database_sync_to_async

        self._loop, self._deliver = asyncio.get_running_loop(), deliver
        lost()
        try:
            last = await database_sync_to_async(_last_relayed)()
            seen: deque[int] = deque([last], maxlen=4 * self.OVERLAP)
            while True:
                await asyncio.sleep(self.POLL_SECONDS)
                try:
                    rows = await database_sync_to_async(_relayed_after)(max(seen) - self.OVERLAP)
                except DatabaseError:
                    log.exception("relay not read")
                    continue
                for pk, message in rows:
                    if pk > last and pk not in seen:
                        seen.append(pk)
                        deliver(message)
        finally:
            self._loop = self._deliver = None


def _last_relayed() -> int:
    from datetime import timedelta

    from django.utils import timezone

    from intranet.live.models import Relay

    Relay.objects.filter(created_at__lt=timezone.now() - timedelta(seconds=Embedded.KEEP_SECONDS)).delete()
    return Relay.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _relayed_after(last: int) -> list[tuple[int, Message]]:
    from intranet.live.models import Relay

    return list(Relay.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "message")[:500])


class ThroughRedis:
    """Any number of processes: one group, to which each process that holds sockets subscribes once."""

    RETRY_SECONDS = 1.0
    TICK_SECONDS = 5.0
    LAST_WORDS_SECONDS = 3.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._latest: Future[None] | None = None
        self._pid = 0

    def send(self, message: Message) -> None:
        self._latest = asyncio.run_coroutine_threadsafe(self._publish(message), self._sender())

    async def _publish(self, message: Message) -> None:
        try:
            await get_channel_layer().group_send(GROUP, {"type": "hint", "message": message})
        except Exception:
            log.exception("hint not published")

    def _sender(self) -> asyncio.AbstractEventLoop:
        """Return the event loop that publishes for this process: one thread, one connection kept open."""
        with self._lock:
            if self._loop is None or self._pid != os.getpid():
                self._loop, self._pid = asyncio.new_event_loop(), os.getpid()
                threading.Thread(target=self._loop.run_forever, name="live-sender", daemon=True).start()
                atexit.register(self._finish)
            return self._loop

    def _finish(self) -> None:
        """Let a short command (``manage.py …``) say its last before it ends."""
        if self._latest is not None and self._pid == os.getpid():
            with contextlib.suppress(Exception):
                self._latest.result(timeout=self.LAST_WORDS_SECONDS)

    async def receive(self, deliver: Receiver, lost: Callable[[], None]) -> None:
        """Listen for ever. Redis forgets what it cannot deliver and its client reconnects silently, so this process
        also sends numbered ticks to itself: a missing one means that hints may be missing too.
        """
        layer, me, ticks = get_channel_layer(), uuid.uuid4().hex, Ticks(lost)
        while True:
            ticking = None
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                lost()
                ticking = asyncio.create_task(self._tick(me))
                while True:
                    message = (await layer.receive(channel))["message"]
                    if "tick" not in message:
                        deliver(message)
                    elif message["by"] == me:
                        ticks.heard(message["tick"])
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("subscription lost")
                await asyncio.sleep(self.RETRY_SECONDS)
            finally:
                if ticking is not None:
                    ticking.cancel()

    async def _tick(self, me: str) -> None:
        for number in itertools.count():
            await self._publish({"tick": number, "by": me})
            await asyncio.sleep(self.TICK_SECONDS)


class Ticks:
    """Watches numbers that arrive one after the other; calls ``lost`` when one was skipped."""

    def __init__(self, lost: Callable[[], None]) -> None:
        self._lost = lost
        self._last: int | None = None

    def heard(self, number: int) -> None:
        if self._last is not None and number > self._last + 1:
            self._lost()
        self._last = number


@cache
def transport() -> Transport:
    """Return the transport of this process, by the channel layer that is configured."""
    from django.conf import settings

    backend = settings.CHANNEL_LAYERS["default"]["BACKEND"]
    return Embedded() if backend.endswith("InMemoryChannelLayer") else ThroughRedis()
