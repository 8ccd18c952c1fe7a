"""Small review sites on loopback in a process of their own, with a log of what they were asked."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

FILMS = ("Harrow Lane", "Nine Doors", "The Salt Road", "Winter Ferry", "A Lantern for Vell", "Orchard Street")
LANDS = ("Wexcombe", "Dorsey", "Marlow Bay")


def page(host: str, number: int, count: int) -> str:
    """A review of one film, or the list of all for number 0."""
    if number == 0:
        rows = "".join(
            f'<article><h2><a href="/2021/review-{n}/">{FILMS[n]} Review</a></h2><p>More on this film ...</p></article>'
            for n in range(1, count + 1)
        )
        return f"<html><head><title>Reviews by {host}</title></head><body><main>{rows}</main></body></html>"
    film = FILMS[number]
    body = "".join(
        f"<p>{film} takes its time in {LANDS[number % 3]}, and the camera waits with it. Scene {n} shows a door that "
        "nobody opens, and the rain does the rest. It is a film about small debts and long evenings.</p>"
        for n in range(6)
    )
    return (
        f"<html><head><title>{film} Review</title></head><body><article><h1>{film} (2021) Review</h1>"
        f"<p>By Ida Moss</p><p>Directed by Lena Orr.</p>{body}<p>Final Score: {number % 4 + 1} out of 5.</p>"
        "</article></body></html>"
    )


def handler(host: str, count: int, log: Path, lock: Lock) -> type[BaseHTTPRequestHandler]:
    """The request handler of one site."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            at = time.time()
            name = self.path.strip("/")
            number = 0 if not name else int(name.rpartition("-")[2]) if name.startswith("2021/review-") else -1
            body = page(host, number, count).encode() if number >= 0 else b"nothing here"
            port = self.server.server_address[1]
            # Nothing of the answer is out yet: whoever counts a delay from its end counts from later.
            end = time.time()
            try:
                self.send_response(200 if number >= 0 else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            finally:
                row = {"host": host, "url": f"http://{host}:{port}{self.path}", "at": at, "end": end}
                with lock, log.open("a") as out:
                    out.write(json.dumps(row) + "\n")

        def log_message(self, *_: object) -> None:
            pass

    return Handler


class Server(ThreadingHTTPServer):
    """A server whose clients die without a word."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


def serve(hosts: Sequence[str], count: int, log: Path) -> tuple[int, int]:
    """Start the sites in a forked process; its id and the port that all use."""
    first = ThreadingHTTPServer((hosts[0], 0), BaseHTTPRequestHandler)
    port = first.server_address[1]
    first.server_close()
    child = os.fork()
    if child:
        time.sleep(0.3)
        return child, port
    lock = Lock()
    servers = [Server((host, port), handler(host, count, log, lock)) for host in hosts]
    for server in servers[1:]:
        Thread(target=server.serve_forever, daemon=True).start()
    servers[0].serve_forever()
    os._exit(0)
