"""The one socket of a page: it listens to any number of topics and carries hints, never content.

From the browser: ``{"do": "listen", "topic": t, "present": bool}``, ``{"do": "leave", "topic": t}``,
``{"do": "writing", "topic": t}``, ``{"do": "ping"}``. To it: ``{"topic": t, "listening": true|false}``, hints
(``{"topic": t, "seq": 12}``, ``{"topic": t, "present": …}``, ``{"topic": t, "writing": …}``), ``{"resync": true}``,
``{"pong": true}``, ``{"bye": code}``.
"""

import asyncio
import contextlib
import json
import random
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from intranet.live.access import may_listen, still_welcome
from intranet.live.hub import Hub, hub
from intranet.live.transports import transport

SIGNED_OUT, SLOW, SILENT, UNRULY = 4401, 4408, 4409, 4429  # close codes; a browser never comes back after the first
QUEUE = 64  # hints waiting for one socket
BEAT = 25.0  # seconds between two looks at whether the person still may
SETTLE = 0.5  # seconds: signing out says so just before the session is gone
SILENCE = 95.0  # seconds without a word from the browser, which pings every 25
MAX_TOPICS = 40
MAX_MESSAGE = 2000
MESSAGES_A_MINUTE = 240
WRITING_EVERY = 2.0


class LiveConsumer(AsyncWebsocketConsumer):
    # No channel of its own: the hub listens for the whole process.
    channel_layer_alias = ""

    topics: dict[str, bool]
    person: dict[str, Any]

    async def connect(self) -> None:
        user = self.scope["user"]
        await self.accept()
        if not user.is_authenticated:
            await self.close(SIGNED_OUT)
            return
        self.topics = {}
        self.person = {"id": user.pk, "name": str(user), "photo": user.photo.url if user.photo else ""}
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUE)
        self._look_again = asyncio.Event()
        self._heard_at = time.monotonic()
        self._wrote_at = -WRITING_EVERY  # the first word is told at once
        self._allowance = float(MESSAGES_A_MINUTE)
        self._hub: Hub = hub()
        self._tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._beat())]
        self._hub.add(self)

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "_hub"):
            self._hub.remove(self)
            for task in self._tasks:
                if task is not asyncio.current_task():
                    task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        now = time.monotonic()
        self._allowance = min(MESSAGES_A_MINUTE, self._allowance + (now - self._heard_at) * MESSAGES_A_MINUTE / 60) - 1
        self._heard_at = now
        if self._allowance < 0:
            await self.close(UNRULY)
            return
        message = _parsed(text_data)
        action, topic = message.get("do"), message.get("topic")
        if action == "ping":
            self.offer('{"pong":true}')
        elif not isinstance(topic, str):
            return
        elif action == "listen":
            await self._listen(topic, present=message.get("present") is True)
        elif action == "leave":
            self._hub.leave(self, topic)
        elif action == "writing" and self.topics.get(topic) and now - self._wrote_at >= WRITING_EVERY:
            self._wrote_at = now
            transport().send({"topic": topic, "writing": {"id": self.person["id"], "name": self.person["name"]}})

    def offer(self, text: str) -> None:
        """Queue ``text`` for this socket. Never waits: one that does not keep up is closed, and catches up later."""
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            self._hub.remove(self)
            self._tasks.append(asyncio.create_task(self._part(SLOW)))

    def recheck(self) -> None:
        """Look now, not at the next beat, whether this person may still listen."""
        self._look_again.set()

    async def _listen(self, topic: str, *, present: bool) -> None:
        allowed = len(self.topics) < MAX_TOPICS and await database_sync_to_async(may_listen)(
            self.scope["user"].pk, topic
        )
        if allowed:
            self._hub.join(self, topic, present=present)
        self.offer(json.dumps({"topic": topic, "listening": bool(allowed)}))

    async def _write(self) -> None:
        while True:
            await self.send(await self._queue.get())

    async def _beat(self) -> None:
        """Cut off who was deactivated, signed out or lost the right to a topic; and sockets nobody is behind."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look_again.wait(), BEAT * random.uniform(0.8, 1.2))  # noqa: S311  (spreads the load, no secret)
            if self._look_again.is_set():
                await asyncio.sleep(SETTLE)
                self._look_again.clear()
            if time.monotonic() - self._heard_at > SILENCE:
                await self._part(SILENT)
                return
            session_key = self.scope["session"].session_key
            kept = await database_sync_to_async(still_welcome)(self.scope["user"].pk, session_key, list(self.topics))
            if kept is None:
                await self._part(SIGNED_OUT)
                return
            for topic in set(self.topics) - kept:
                self._hub.leave(self, topic)
                self.offer(json.dumps({"topic": topic, "listening": False}))

    async def _part(self, code: int) -> None:
        """End it from our side. From here on nothing is sent but the reason.

        Some servers (granian) hold back a close while they wait for the browser's next word, so it is asked to
        close too (``bye``).
        """
        self._hub.remove(self)
        self._tasks[0].cancel()
        with contextlib.suppress(Exception):  # the browser may be gone already
            if code != SLOW:
                await self.send(json.dumps({"bye": code}))
            await self.close(code)


def _parsed(text: str | None) -> dict[str, Any]:
    if text is None or len(text) > MAX_MESSAGE:
        return {}
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}
