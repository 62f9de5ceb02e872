"""The one place of a process where hints arrive and are handed to the sockets that listen.

The channel layer is subscribed to once a process, not once a socket: eleven times the throughput
(``docs/performance.md``). All of it runs in one event loop; nothing here waits.
"""

import asyncio
import json
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from intranet.live.transports import Message, transport

if TYPE_CHECKING:
    from intranet.live.consumers import LiveConsumer

ANNOUNCE_AFTER = 0.4  # seconds: people who come and go together are announced once
ANNOUNCE_EVERY = 30.0  # seconds: browsers forget a process that was silent for three of these
SHOWN = 12  # people named in an announcement; the others are counted


class Hub:
    """Topics and who listens to them, in this process."""

    def __init__(self) -> None:
        self.name = uuid.uuid4().hex[:12]
        self.clients: set[LiveConsumer] = set()
        self._listeners: dict[str, set[LiveConsumer]] = defaultdict(set)
        self._announcing: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []

    def add(self, client: "LiveConsumer") -> None:
        self.clients.add(client)
        if not self._tasks:
            receiving = transport().receive(self.deliver, self.resync)
            self._tasks = [asyncio.create_task(receiving), asyncio.create_task(self._announce_regularly())]

    def remove(self, client: "LiveConsumer") -> None:
        for topic in list(client.topics):
            self.leave(client, topic)
        self.clients.discard(client)
        if not self.clients:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    def join(self, client: "LiveConsumer", topic: str, *, present: bool) -> None:
        self._listeners[topic].add(client)
        client.topics[topic] = present
        if present:
            transport().send({"roll": topic})

    def leave(self, client: "LiveConsumer", topic: str) -> None:
        present = client.topics.pop(topic, False)
        self._listeners[topic].discard(client)
        if not self._listeners[topic]:
            del self._listeners[topic]
        if present:
            self._announce_soon(topic)

    def deliver(self, message: Message) -> None:
        """Hand ``message`` to whoever it concerns. A client that is too slow is dropped: it will catch up by sequence."""
        if "recheck" in message:
            self._recheck(**message["recheck"])
        elif "roll" in message:
            if message["roll"] in self._listeners:
                self._announce_soon(message["roll"])
        else:
            text = json.dumps(message, separators=(",", ":"))
            for client in tuple(self._listeners.get(message["topic"], ())):
                client.offer(text)

    def resync(self) -> None:
        """Have every browser here ask what it missed: hints may have been lost."""
        for client in tuple(self.clients):
            client.offer('{"resync":true}')

    def people(self, topic: str) -> list[dict[str, Any]]:
        """Return who is looking at ``topic`` through this process, each once."""
        found = {c.person["id"]: c.person for c in self._listeners.get(topic, ()) if c.topics.get(topic)}
        return list(found.values())

    def _recheck(self, user: int | None, topic: str) -> None:
        for client in tuple(self.clients):
            if client.person["id"] == user or (topic and topic in client.topics):
                client.recheck()

    def _announce_soon(self, topic: str) -> None:
        if topic not in self._announcing:
            self._announcing.add(topic)
            asyncio.get_running_loop().call_later(ANNOUNCE_AFTER, self._announce, topic)

    def _announce(self, topic: str) -> None:
        self._announcing.discard(topic)
        people = self.people(topic)
        present = {"at": self.name, "people": people[:SHOWN], "count": len(people)}
        transport().send({"topic": topic, "present": present})

    async def _announce_regularly(self) -> None:
        while True:
            await asyncio.sleep(ANNOUNCE_EVERY)
            for topic in list(self._listeners):
                if self.people(topic):
                    self._announce_soon(topic)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub() -> Hub:
    """Return the hub of the running event loop: one a process in service."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
