"""What one trivial page costs under each way of serving Django. Prints a Markdown table for docs/performance.md.

    python -m benchmarks.serving [--seconds 5] [--path /accounts/login/]

Each server is one process, loaded by 16 kept-alive connections from this process. CPU is what the server's processes
used in that time, by the kernel's count; requests a second depend on the machine, CPU-ms a request hardly does.
"""

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

SERVERS = {
    "Django ASGI, granian": ("asginl", "django.core.asgi:get_asgi_application", ["--factory"]),
    "Django WSGI in lasting threads, granian ASGI": ("asginl", "intranet.config.asgi:application", []),
    "granian WSGI": ("wsgi", "intranet.config.wsgi:application", ["--blocking-threads", "4"]),
}
CONNECTIONS = 16


def cpu_seconds(pid: int) -> float:
    """CPU time that ``pid`` and its children have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(cpu_seconds(int(child)) for child in children)


async def client(port: int, path: str, until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    while time.monotonic() < until:
        started = time.monotonic()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        status = head.split(b" ", 2)[1]
        if status != b"200":
            raise SystemExit(f"{path} answered {status.decode()}")
        lines = head.lower().split(b"\r\n")
        length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length")), None)
        if length is None:
            while await reader.readuntil(b"\r\n") != b"0\r\n":
                pass
            await reader.readuntil(b"\r\n")
        else:
            await reader.readexactly(length)
        times.append(time.monotonic() - started)
    writer.close()


async def load(port: int, path: str, seconds: float) -> list[float]:
    times: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(client(port, path, until, times) for _ in range(CONNECTIONS)))
    return times


def measure(interface: str, target: str, options: list[str], path: str, seconds: float) -> tuple[float, float, float]:
    """Return CPU-ms a request, requests a second, and the 99th percentile in ms."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", interface, "--port", str(port), "--no-log", *options]
    server = subprocess.Popen([*command, target])
    try:
        for _ in range(100):
            try:
                asyncio.run(load(port, path, 0.5))
                break
            except OSError:
                time.sleep(0.2)
        before = cpu_seconds(server.pid)
        times = sorted(asyncio.run(load(port, path, seconds)))
        used = cpu_seconds(server.pid) - before
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    return used * 1000 / len(times), len(times) / seconds, times[int(len(times) * 0.99)] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--path", default="/accounts/login/")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings")
    print(f"| {options.path} | CPU-ms a request | requests/s | 99th percentile, ms |\n| --- | --- | --- | --- |")
    for name, (interface, target, extra) in SERVERS.items():
        cpu, rate, slowest = measure(interface, target, extra, options.path, options.seconds)
        print(f"| {name} | {cpu:.2f} | {rate:.0f} | {slowest:.0f} |", flush=True)


if __name__ == "__main__":
    main()
