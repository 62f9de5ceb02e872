"""From an author's click to everybody's screen: posting in a thread that many people look at.

Each client is a socket that listens to the thread and, when it is told of a change, fetches it as a browser does; the
thread is shown when that answer is there. Embedded, then with Redis. Beside it, in the same run: a bare ``websockets``
broadcast of as many bytes.
"""

import asyncio
import contextlib
import json
import re
import statistics
import time

import websockets

from benchmarks.site import Site, free_port, served
from benchmarks.table import table
from tests import services

_ROUNDS = 12
_UNHURRIED = {"PARVIS_POSTS_PER_MINUTE": "1000"}  # its author writes more in a minute than a person may
_OPEN_THREAD = """
from intranet.discussions.models import Discussion
thread = Discussion.objects.filter(kind="thread", audience=None, is_open=True, post_count__lt=50).order_by("-pk").first()
print(thread.pk)
"""


def run(scale: int) -> str:
    rows = []
    with services.redis() as redis:
        for setting, variables in (("embedded", {}), ("Redis", {"REDIS_URL": redis})):
            with served(scale=scale, **_UNHURRIED, **variables) as site:
                discussion = int(site.query(_OPEN_THREAD))
                for clients in (100, 500):
                    told, shown, cpu = asyncio.run(_site(site, discussion, clients))
                    bare = asyncio.run(_bare(clients))
                    spreads = (*_spread(told), *_spread(shown), *_spread(bare))
                    rows.append((setting, str(clients), *spreads, f"{cpu:.0f}"))
    heads = (
        "setting",
        "clients",
        "told, median ms",
        "told, 99 %",
        "shown, median ms",
        "shown, 99 %",
        "bare, median ms",
        "bare, 99 %",
        "CPU ms a post",
    )
    return table(heads, rows)


def _spread(times: list[float]) -> tuple[str, str]:
    times = sorted(times)
    return f"{statistics.median(times):.0f}", f"{times[int(len(times) * 0.99) - 1]:.0f}"


async def _site(site: Site, discussion: int, clients: int) -> tuple[list[float], list[float], float]:
    reader, author = site.cookie("marc"), site.cookie("elise")
    told: list[float] = []
    shown: list[float] = []
    clicked = 0.0
    ready, seen = asyncio.Semaphore(0), asyncio.Semaphore(0)
    limit = asyncio.Semaphore(64)

    async def look() -> None:
        topic = f"discussion.{discussion}"
        at = -1
        address = f"ws://127.0.0.1:{site.port}/ws/"
        async with websockets.connect(
            address, additional_headers={"Cookie": reader}, origin=site.base, open_timeout=60
        ) as socket:
            await socket.send(json.dumps({"do": "listen", "topic": topic, "present": False}))
            async for text in socket:
                message = json.loads(text)
                if message.get("listening"):
                    at = (await _fetch(site, reader, discussion, 10**9))["seq"]
                    ready.release()
                elif message.get("seq", 0) > at >= 0:
                    told.append((time.perf_counter() - clicked) * 1000)
                    async with limit:
                        answer = await _fetch(site, reader, discussion, at)
                    at = answer["seq"]
                    shown.append((time.perf_counter() - clicked) * 1000)
                    seen.release()

    looking = []
    for start in range(0, clients, 50):
        looking += [asyncio.create_task(look()) for _number in range(min(50, clients - start))]
        for _number in range(min(50, clients - start)):
            await asyncio.wait_for(ready.acquire(), 60)
    before = site.cpu_seconds()
    token = await _token(site, author, discussion)
    for number in range(_ROUNDS):
        clicked = time.perf_counter()
        await _post(site, author, token, discussion, f"Mesure {number} {time.time()}")
        for _client in range(clients):
            await asyncio.wait_for(seen.acquire(), 60)
    cpu = (site.cpu_seconds() - before) * 1000 / _ROUNDS
    for task in looking:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*looking, return_exceptions=True)
    return told, shown, cpu


async def _fetch(site: Site, cookie: str, discussion: int, since: int) -> dict[str, int]:
    status, body = await _ask(site, "GET", f"/discussions/d/{discussion}/events/?since={since}", cookie)
    if status != 200:
        raise RuntimeError(f"events answered {status}")
    return json.loads(body)


async def _token(site: Site, cookie: str, discussion: int) -> str:
    _status, body = await _ask(site, "GET", f"/discussions/d/{discussion}/posts/", cookie)
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    return found.group(1) if found else ""


async def _post(site: Site, cookie: str, token: str, discussion: int, text: str) -> None:
    import urllib.parse
    import uuid

    form = urllib.parse.urlencode({"body": text, "client_id": str(uuid.uuid4()), "csrfmiddlewaretoken": token})
    status, body = await _ask(site, "POST", f"/discussions/d/{discussion}/posts/", cookie, form)
    if status not in {201, 302}:
        raise RuntimeError(f"posting answered {status}: {body[:300]}")


async def _ask(site: Site, method: str, path: str, cookie: str, body: str = "") -> tuple[int, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{site.port}",
        f"Cookie: {cookie}",
        f"Referer: {site.base}{path}",
        "Accept: application/json" if path.count("events") else "Accept: text/html",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body.encode())}",
        "Connection: close",
    ]
    writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
    await writer.drain()
    raw = await reader.read()
    writer.close()
    head, _blank, text = raw.decode(errors="replace").partition("\r\n\r\n")
    if "chunked" in head.lower():
        text = "".join(text.split("\r\n")[1::2])
    return int(head.split(" ", 2)[1]), text


async def _bare(clients: int) -> list[float]:
    """Broadcast a hint to as many sockets with nothing but the ``websockets`` library."""
    times: list[float] = []
    connected: set[websockets.ServerConnection] = set()
    sent = 0.0

    async def serve(socket: websockets.ServerConnection) -> None:
        connected.add(socket)
        await socket.wait_closed()

    async def look(port: int) -> None:
        async with websockets.connect(f"ws://127.0.0.1:{port}/", open_timeout=60) as socket:
            async for _message in socket:
                times.append((time.perf_counter() - sent) * 1000)

    port = free_port()
    async with websockets.serve(serve, "127.0.0.1", port):
        looking = [asyncio.create_task(look(port)) for _number in range(clients)]
        while len(connected) < clients:
            await asyncio.sleep(0.05)
        for number in range(1, _ROUNDS + 1):
            sent = time.perf_counter()
            websockets.broadcast(connected, '{"topic":"discussion.1","seq":1234}')
            while len(times) < number * clients:
                await asyncio.sleep(0.005)
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
    return times
