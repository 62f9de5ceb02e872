"""Serve Django's pages from a small pool of lasting threads, inside the ASGI process that holds the sockets.

Django's own ASGI handler costs about twice the CPU a page and a thread hop for each piece of synchronous middleware, and
it may keep no database connection. Here a request is read by the event loop (a slow sender holds no thread), then one
thread runs the whole of Django's WSGI handler, and the loop sends what it gave. See docs/decisions/0002-pages-by-wsgi.md.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1024 * 1024


class PagesByThreads:
    """An ASGI application for HTTP that runs the WSGI ``application`` in ``threads`` threads.

    A body beyond ``max_body`` bytes is read to its end and thrown away, so that the browser hears the answer instead of
    a cut connection; the application then gets an empty body and ``parvis.body_too_large`` in its environ.
    """

    def __init__(self, application: WSGIApplication, *, threads: int, max_body: int) -> None:
        self.application = application
        self.max_body = max_body
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as body:
            size = await read_body(receive, body, self.max_body)
            if size is None:
                return
            environ = build_environ(scope, body, size)
            environ["parvis.body_too_large"] = size > self.max_body
            loop = asyncio.get_running_loop()
            answer = Answer(loop, send)
            # Once a thread works it must not outlive its request's body and answer, whatever becomes of the client.
            await asyncio.shield(loop.run_in_executor(self.executor, answer.run, self.application, environ))
            for message in answer.messages:
                await send(message)


async def read_body(receive: Receive, body: Any, max_body: int) -> int | None:
    """Copy the request's body to ``body`` and rewind it; return its size, or ``None`` if the client left meanwhile."""
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > max_body:
            body.seek(0)
            body.truncate()
        else:
            body.write(chunk)
        more = message.get("more_body", False)
    body.seek(0)
    return size


class Answer:
    """What the application answers to one request: kept until it is whole, or sent piece by piece if it streams."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.loop = loop
        self.send = send
        self.messages: list[Message] = []

    def run(self, application: WSGIApplication, environ: Environ) -> None:
        """Run in a thread. Raises what the application raises, and ``OSError`` when a streamed answer has no reader left."""
        response = application(environ, self.start_response)
        try:
            if getattr(response, "streaming", True):
                self.stream(response)
            else:
                self.messages.append({"type": "http.response.body", "body": b"".join(response)})
        finally:
            close = getattr(response, "close", None)
            if close is not None:
                close()

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.messages = [{"type": "http.response.start", "status": int(status[:3]), "headers": encoded}]

    def stream(self, response: Iterable[bytes]) -> None:
        start, self.messages = self.messages, []
        for message in start:
            self.send_now(message)
        for chunk in response:
            self.send_now({"type": "http.response.body", "body": chunk, "more_body": True})
        self.send_now({"type": "http.response.body", "body": b""})

    def send_now(self, message: Message) -> None:
        asyncio.run_coroutine_threadsafe(self.deliver(message), self.loop).result()

    async def deliver(self, message: Message) -> None:
        await self.send(message)


def build_environ(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """Return the WSGI environ of an ASGI HTTP ``scope``.

    Threat: ``X_Forwarded_Proto`` and ``X-Forwarded-Proto`` would become the same key, so a client could pass a header
    that the proxy in front guards; names with an underscore are dropped, as Django's own server does.
    """
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    environ["CONTENT_LENGTH"] = str(size)
    return environ
