"""Processor time, latency and throughput of the pages people open all day, signed in."""

import http.client
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.site import Site, free_port, served, wait_for
from benchmarks.table import table

_WARM = 30
_REQUESTS = 200
_CONNECTIONS = 16
_SECONDS = 5.0

_BIGGEST = """
from knowledge.models import ArticlePage
from ideas.models import Idea
from intranet.discussions.models import Discussion, Thread
article = ArticlePage.objects.live().filter(audience=None).order_by("-word_count").first()
idea = Idea.objects.filter(audience=None, is_hidden=False).order_by("-support_count").first()
of_200 = Discussion.objects.filter(kind="thread", post_count=200, audience=None).first()
print(article.get_absolute_url(), idea.get_absolute_url(), of_200.subject.get_absolute_url())
"""


@dataclass(frozen=True)
class Figures:
    cpu_ms: float
    median_ms: float
    p99_ms: float
    per_second: float
    kilobytes: float


def run(scale: int) -> str:
    rows = []
    with served(scale=scale) as site:
        article, idea, thread = site.query(_BIGGEST).split()
        paths = {
            "home": "/",
            "article": article,
            "idea list": "/ideas/",
            "idea": idea,
            "thread of 200 posts": thread,
            "search": "/search/?q=formation+s%C3%A9curit%C3%A9",
            "palette, a keystroke": "/search/palette/?q=form",
            "people": "/people/",
            "knowledge": "/knowledge/",
        }
        for name, path in paths.items():
            rows.append((name, measure(site, path)))
        memory = site.resident_megabytes()
    rows.append(("trivial Wagtail page, WSGI (the floor)", _floor()))
    cells = [
        (name, f"{f.cpu_ms:.1f}", f"{f.median_ms:.1f}", f"{f.p99_ms:.1f}", f"{f.per_second:.0f}", f"{f.kilobytes:.1f}")
        for name, f in rows
    ]
    heads = ("page", "CPU ms", "median ms", "99 % ms", f"req/s at {_CONNECTIONS}", "KB compressed")
    return table(heads, cells) + f"\n\nWeb process: {memory:.0f} MB resident."


def measure(site: Site, path: str, *, signed_in: bool = True) -> Figures:
    headers = {"Accept-Encoding": "br, gzip"} | ({"Cookie": site.cookie()} if signed_in else {})
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    for _round in range(_WARM):
        size = _get(connection, path, headers)
    before, times = site.cpu_seconds(), []
    for _round in range(_REQUESTS):
        start = time.perf_counter()
        _get(connection, path, headers)
        times.append((time.perf_counter() - start) * 1000)
    cpu = (site.cpu_seconds() - before) * 1000 / _REQUESTS
    times.sort()
    return Figures(
        cpu, statistics.median(times), times[int(len(times) * 0.99) - 1], _throughput(site, path, headers), size / 1024
    )


def _get(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> int:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    size = len(response.read())
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return size


def _throughput(site: Site, path: str, headers: dict[str, str]) -> float:
    deadline = time.monotonic() + _SECONDS

    def hammer(_number: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", site.port)
        done = 0
        while time.monotonic() < deadline:
            _get(connection, path, headers)
            done += 1
        return done

    start = time.monotonic()
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        total = sum(pool.map(hammer, range(_CONNECTIONS)))
    return total / (time.monotonic() - start)


def _floor() -> Figures:
    """Measure a Wagtail page that is nothing but its title, under granian's WSGI: what no Wagtail site goes below."""
    port = free_port()
    folder = Path(__file__).parent / "floor"
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--log-level",
        "error",
        "app:application",
    ]
    process = subprocess.Popen(command, cwd=folder)
    try:
        wait_for(port, "/")
        return measure(Site(port, process.pid, {}), "/", signed_in=False)
    finally:
        process.terminate()
        process.wait(20)
