"""A small catalogue of invented films that every test of linking may use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest

from scraper.link.builder import Builder
from scraper.link.catalogue import Catalogue
from scraper.link.sources import jsonl

Row = dict[str, object]
Reply = tuple[int, dict[str, str], bytes]
Make = Callable[[list[Row]], Catalogue]


def write_lines(path: Path, rows: list[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Builds a catalogue from rows as `--from jsonl` reads them."""
    opened: list[Catalogue] = []

    def build(rows: list[Row]) -> Catalogue:
        target = tmp_path / f"catalogue-{len(opened)}.sqlite"
        with Builder(target) as builder:
            jsonl.build(builder, write_lines(tmp_path / "films.jsonl", rows))
            builder.finish()
        opened.append(Catalogue(target))
        return opened[-1]

    yield build
    for catalogue in opened:
        catalogue.close()


class StandIn:
    """A service on loopback that answers as scripted: `answers` maps a request to (status, headers, body)."""

    def __init__(self, answers: Callable[[str, dict[str, str]], Reply | None]) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.agents: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(urlsplit(self.path).query)

            def do_POST(self) -> None:
                self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def answer(self, text: str) -> None:
                path, fields = urlsplit(self.path).path, dict(parse_qsl(text, keep_blank_values=True))
                outer.asked.append((path, fields))
                outer.agents.add(self.headers.get("User-Agent", ""))
                status, headers, body = answers(path, fields) or (404, {}, b"{}")
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def stand_in() -> Iterator[Callable[[Callable[[str, dict[str, str]], Reply | None]], StandIn]]:
    """Starts a stand-in for a service; stopped when the test ends."""
    started: list[StandIn] = []

    def start(answers: Callable[[str, dict[str, str]], Reply | None]) -> StandIn:
        started.append(StandIn(answers))
        return started[-1]

    yield start
    for service in started:
        service.close()


class FrozenClock:
    """Time that only passes when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()
