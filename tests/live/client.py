"""A browser without a screen: listens, catches up and applies as ``js/models/thread-state.js`` does."""

import asyncio
import contextlib
import json
import uuid
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.live.site import Site


class ThreadClient:
    """One person's open page of a discussion. ``posts`` is {number: (version, html, own reactions)} as shown."""

    def __init__(self, site: Site, name: str, discussion: int, process: int = 0) -> None:
        port = site.ports[process % len(site.ports)]
        self.topic = f"discussion.{discussion}"
        self.base = f"http://127.0.0.1:{port}/discussions"
        self.socket_url = f"ws://127.0.0.1:{port}/ws/"
        session = site.sessions[name]
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={'c' * 32}", "Origin": f"http://127.0.0.1:{port}"}
        self.http = httpx.AsyncClient(
            headers={**self.headers, "X-CSRFToken": "c" * 32, "Accept": "application/json"}, timeout=30
        )
        self.discussion = discussion
        self.seq = 0
        self.wanted = 0
        self.posts: dict[int, tuple[int, str, tuple[str, ...]]] = {}
        self.socket: ClientConnection | None = None
        self.close_code: int | None = None
        self.heard: list[dict[str, Any]] = []
        self.resets = 0
        self._applying = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    # --- the socket

    async def connect(self, *, catch_up: bool = True) -> None:
        self.socket = await connect(self.socket_url, additional_headers=self.headers)
        with contextlib.suppress(ConnectionClosed):  # refused at once: ``_listen`` sees the code
            await self.say(do="listen", topic=self.topic, present=True)
        self._task = asyncio.create_task(self._listen(self.socket, catch_up))

    async def say(self, **message: Any) -> None:
        assert self.socket
        await self.socket.send(json.dumps(message))

    async def _listen(self, socket: ClientConnection, catch_up: bool) -> None:
        with contextlib.suppress(Exception):
            async for text in socket:
                message = json.loads(text)
                self.heard.append(message)
                if "bye" in message:
                    self.close_code = message["bye"]
                    await socket.close()
                    return
                if message.get("listening") or message.get("resync"):
                    if catch_up:
                        await self.catch_up()
                elif message.get("seq", 0) > self.seq and catch_up:
                    self.wanted = max(self.wanted, message["seq"])
                    await self.catch_up()
        self.close_code = self.close_code or socket.close_code

    def cut(self) -> None:
        """Lose the network: no closing handshake, nothing said."""
        if self.socket is not None:
            self.socket.transport.abort()
        self.socket = None

    async def leave(self) -> None:
        self.cut()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.http.aclose()

    # --- the sequence

    async def catch_up(self) -> None:
        async with self._applying:
            answer = (await self._get(f"/d/{self.discussion}/events/?since={self.seq}")).json()
            if answer["reset"]:
                self.resets += 1
                self.posts, self.seq = await self.fresh()
                return
            assert [event["seq"] for event in answer["events"]] == list(range(self.seq + 1, answer["seq"] + 1))
            for post in answer["posts"]:
                shown = self.posts.get(post["number"])
                if shown is None or shown[0] <= post["version"]:
                    self.posts[post["number"]] = _state(post)
            self.seq = answer["seq"]

    async def fresh(self) -> tuple[dict[int, tuple[int, str, tuple[str, ...]]], int]:
        """Return the state that a page loaded now would show."""
        seq, posts = 0, {}
        while True:
            answer = (await self._get(f"/d/{self.discussion}/events/?since={seq}")).json()
            assert not answer["reset"]
            posts |= {post["number"]: _state(post) for post in answer["posts"]}
            if answer["seq"] == seq:
                return posts, seq
            seq = answer["seq"]

    # --- doing things

    async def post(self, body: str, client_id: uuid.UUID | None = None) -> httpx.Response:
        data = {"body": body, "client_id": str(client_id or uuid.uuid4())}
        return await self.http.post(f"{self.base}/d/{self.discussion}/posts/", data=data)

    async def act(self, post: int, what: str, **data: str) -> httpx.Response:
        return await self.http.post(f"{self.base}/posts/{post}/{what}/", data=data)

    async def _get(self, path: str) -> httpx.Response:
        response = await self.http.get(self.base + path)
        response.raise_for_status()
        return response


def _state(post: dict[str, Any]) -> tuple[int, str, tuple[str, ...]]:
    return post["version"], post["html"], tuple(sorted(post["own"]))
