"""Many small sites on loopback addresses in one process; logs when each was asked.

    python benchmarks/politeness/sites.py HOSTS PAGE_BYTES LOG

prints the port once it serves 127.1.0.1 and the addresses after it, and at the end of its input
writes LOG: one JSON object from address to the times (monotonic seconds) and paths asked for.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
import sys
import time
from pathlib import Path

FIRST = ipaddress.IPv4Address("127.1.0.1")


def address(number: int) -> str:
    """The address of the site with this number."""
    return str(FIRST + number)


def page(size: int) -> bytes:
    """A page of about `size` bytes whose links lead to the next ones."""
    text = "<p>Ida Moss walked Harrow Lane twice and would walk it again.</p>\n"
    body = f"<!doctype html><title>Harrow Lane</title>{text * (size // len(text) + 1)}"[:size].encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body


RULES = b"User-agent: *\nDisallow: /private/\n"
ROBOTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(RULES) + RULES
NONE = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


class Site(asyncio.Protocol):
    """Answers GETs of one connection; requests come whole on loopback."""

    def __init__(self, log: list[tuple[float, str]], answer: bytes) -> None:
        self._log = log
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer one request."""
        path = data.split(b" ", 2)[1].decode("ascii")
        self._log.append((time.monotonic(), path))
        answer = ROBOTS if path == "/robots.txt" else NONE if path.startswith("/.well-known") else self._answer
        self._transport.write(answer)  # type: ignore[attr-defined] # a TCP connection can write


async def serve(hosts: int, size: int) -> dict[str, list[tuple[float, str]]]:
    """Serve until standard input ends; when each site was asked for what."""
    answer = page(size)
    seen: dict[str, list[tuple[float, str]]] = {address(number): [] for number in range(hosts)}
    loop = asyncio.get_running_loop()
    port = 0
    for name, times in seen.items():
        listener = socket.create_server((name, port), backlog=64)
        port = listener.getsockname()[1]
        await loop.create_server(lambda times=times: Site(times, answer), sock=listener)
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    return seen


if __name__ == "__main__":
    asked = asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
    Path(sys.argv[3]).write_text(json.dumps(asked))
