"""The bridge from the event loop to Django's WSGI handler: what HTTP asks of it, one promise each."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from intranet.config.pages import PagesByThreads, build_environ

Message = dict[str, Any]


def scope(**changes: Any) -> dict[str, Any]:
    plain = {
        "type": "http",
        "method": "POST",
        "path": "/é",
        "query_string": b"q=%C3%A9",
        "http_version": "1.1",
        "headers": [],
    }
    return {**plain, "client": ("10.0.0.9", 4242), "server": ("127.0.0.1", 8000), "scheme": "http", **changes}


class Whole(list[bytes]):
    streaming = False


async def ask(app: Any, *pieces: bytes, gone: bool = False, threads: int = 1, max_body: int = 100) -> list[Message]:
    """Send a request of ``pieces`` (the client leaves after them if ``gone``); return the messages of the answer."""
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.disconnect"} if gone else {"type": "http.request", "body": b"", "more_body": False})
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await PagesByThreads(app, threads=threads, max_body=max_body)(scope(), receive, send)
    return sent


async def test_a_page_goes_out_whole() -> None:
    def app(environ: Any, start_response: Any) -> Whole:
        start_response("201 Created", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return Whole([environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])), b"!"])

    start, body = await ask(app, b"hello ", b"you")
    assert start["status"] == 201
    assert start["headers"] == [(b"content-type", b"text/plain"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    assert body == {"type": "http.response.body", "body": b"hello you!"}


async def test_a_stream_goes_out_as_it_comes_and_is_closed() -> None:
    closed: list[bool] = []

    class Stream:
        streaming = True

        def __iter__(self) -> Iterator[bytes]:
            return iter([b"one", b"two"])

        def close(self) -> None:
            closed.append(True)

    def app(environ: Any, start_response: Any) -> Stream:
        start_response("200 OK", [])
        return Stream()

    messages = await ask(app)
    assert [message.get("body") for message in messages] == [None, b"one", b"two", b""]
    assert closed == [True]


async def test_a_client_that_leaves_while_sending_reaches_no_view() -> None:
    def app(environ: Any, start_response: Any) -> Whole:
        raise AssertionError("must not run")

    assert await ask(app, b"half", gone=True) == []


async def test_a_client_that_leaves_in_the_middle_of_a_stream_frees_its_thread() -> None:
    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        return iter([b"x"] * 1000)

    pages = PagesByThreads(app, threads=1, max_body=10)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            raise OSError("gone")

    for _ in range(3):
        with pytest.raises(OSError, match="gone"):
            await asyncio.wait_for(pages(scope(), receive, send), 5)


async def test_what_is_too_large_is_read_to_its_end_and_reported_but_not_kept() -> None:
    def app(environ: Any, start_response: Any) -> Whole:
        assert environ["parvis.body_too_large"]
        assert environ["wsgi.input"].read() == b""
        start_response("413 Too Large", [])
        return Whole([b""])

    start, _body = await ask(app, *[b"x" * 60] * 5)
    assert start["status"] == 413


async def test_pages_are_made_at_once_up_to_the_number_of_threads() -> None:
    import threading

    together = threading.Barrier(2, timeout=5)

    def app(environ: Any, start_response: Any) -> Whole:
        together.wait()
        start_response("200 OK", [])
        return Whole([b""])

    pages = PagesByThreads(app, threads=2, max_body=10)

    async def one() -> None:
        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            return None

        await pages(scope(), receive, send)

    await asyncio.gather(one(), one())


def test_headers_that_a_proxy_guards_cannot_be_forged_by_spelling() -> None:
    headers = [
        (b"x_forwarded_proto", b"https"),
        (b"x-forwarded-for", b"1.1.1.1"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
    ]
    environ = build_environ(scope(headers=headers), None, 7)  # type: ignore[arg-type]  # no body is read
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["CONTENT_LENGTH"] == "7"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/é"
    assert environ["REMOTE_ADDR"] == "10.0.0.9"
