"""A static review site on loopback for the crawl benchmark: fast, in a process of its own.

    python benchmarks/crawl/server.py PAGES BYTES HOSTS

Prints the port. Serves /review/film-0/ ... on every address 127.0.0.1, 127.0.0.2, ... (HOSTS of
them), each page with about 130 links; logs to the file named by $REQUEST_LOG when that is set.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "speed"))

from pages import page as filler

LINKS = 118
KINDS = 24


class Site:
    """The pages of all hosts: a few generated bodies, each with the title and links of its number."""

    def __init__(self, count: int, size: int) -> None:
        self.count = count
        room = size - LINKS * 30 - 200
        self.bodies = [filler(room, seed) for seed in range(KINDS)]

    def body(self, number: int) -> bytes:
        """Page `number`: its film's name everywhere, links to the next pages and to some others."""
        title = f"Harrow Lane {number}"
        chance = random.Random(number)
        near = [(number + step) % self.count for step in range(1, 60)]
        far = [chance.randrange(self.count) for _ in range(LINKS - len(near))]
        links = "".join(f'<a href="/review/film-{n}/">Film {n}</a>' for n in near + far)
        text = self.bodies[number % KINDS].replace(b"Harrow Lane", title.encode())
        text = text.replace(
            b"https://reel-ledger.example/2021/08/harrow-lane-review/", f"/review/film-{number}/".encode()
        )
        return text.replace(b"</main>", f"</main><aside>{links}</aside>".encode(), 1)

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of a path."""
        if path == "/robots.txt":
            return 200, b"User-agent: *\nDisallow: /private/\n"
        if path == "/":
            rows = "".join(f'<article><h2><a href="/review/film-{n}/">Film {n}</a></h2></article>' for n in range(20))
            return 200, f"<html><head><title>Films</title></head><body>{rows}</body></html>".encode()
        number = path.removeprefix("/review/film-").rstrip("/")
        if path.startswith("/review/film-") and number.isdigit() and int(number) < self.count:
            return 200, self.body(int(number))
        return 404, b"nothing here"


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, GET only."""

    def __init__(self, site: Site, host: str, log: list[str]) -> None:
        self.site, self.host, self.log = site, host, log
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            self.log.append(f"{time.time():.6f} {self.host} {path}\n")
            status, body = self.site.answer(path)
            start = (
                f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            self.transport.write(start.encode() + body)


async def main() -> None:
    """Serve until killed."""
    count, size, hosts = (int(text) for text in sys.argv[1:4])
    site, log, port = Site(count, size), list[str](), 0
    loop = asyncio.get_running_loop()
    names = [f"127.0.{n // 250}.{n % 250 + 1}" for n in range(hosts)]
    for name in names:
        server = await loop.create_server(lambda name=name: Connection(site, name, log), name, port, backlog=64)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    path = os.environ.get("REQUEST_LOG")
    while True:
        await asyncio.sleep(0.5)
        if path:
            lines, log[:] = "".join(log), []
            with Path(path).open("a") as out:  # noqa: ASYNC230 - a line buffer twice a second
                out.write(lines)
        else:
            log.clear()


if __name__ == "__main__":
    asyncio.run(main())
