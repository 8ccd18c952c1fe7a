"""A real web site on loopback that a test can change, and a crawler of it with a clock of its own."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urljoin

import pytest

from scraper.config import Project, load_project
from scraper.crawl.archive import Archive
from scraper.crawl.engine import Engine, Limits, Tally
from scraper.crawl.run import Run, Summary, Wanted
from scraper.crawl.site import Sites, gather
from scraper.fetch import Fetcher, FetchSettings, Terms
from scraper.model import Directives, Extraction, Links, PageFacts, Record, Response
from scraper.store import Store, open_store


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""


class Server(ThreadingHTTPServer):
    """Clients may leave as they like."""

    def handle_error(self, *_: object) -> None:
        pass


class Web:
    """A site under 127.0.0.1: `pages` maps path (with query) to what is answered; `asked` lists what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.dynamic: dict[str, Callable[[str], Answer]] = {}
        self.answer = Answer
        self.asked: list[str] = []
        self.on_ask: Callable[[str], None] = lambda _: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.on_ask(self.path)
                bare = self.path.partition("?")[0]
                made = next((make(self.path) for at, make in outer.dynamic.items() if bare.startswith(at)), None)
                answer = made or outer.pages.get(self.path) or outer.pages.get(bare) or Answer(status=404)
                if answer.fault in {"hang", "drop"}:
                    outer.stopped.wait(0.0 if answer.fault == "drop" else 1.0)
                    self.close_connection = True
                    return
                etag = answer.headers.get("ETag")
                if etag and self.headers.get("If-None-Match") == etag:
                    answer = Answer(status=304, headers={"ETag": etag})
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if "Content-Type" not in answer.headers:
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.fault == "drip":
                    for start in range(len(answer.body)):
                        self.wfile.write(answer.body[start : start + 1])
                        if outer.stopped.wait(0.1):
                            return
                else:
                    self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                pass

        self.stopped = Event()
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.netloc = f"127.0.0.1:{self._server.server_address[1]}"
        self.root = f"http://{self.netloc}/"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def review(self, path: str, title: str, *links: str, head: str = "", **headers: str) -> None:
        anchors = "".join(f'<a href="{link}">x</a>' for link in links)
        body = f'<head>{head}</head><h1 class="review">{title}</h1><p>{"word " * 40}</p>{anchors}'
        self.pages[path] = Answer(
            body.encode(), headers={"ETag": f'"{sha256(body.encode()).hexdigest()[:12]}"', **headers}
        )

    def listing(self, path: str, *links: str, head: str = "") -> None:
        anchors = "".join(f'<a href="{link}">x</a>' for link in links)
        self.pages[path] = Answer(f'<head>{head}</head><h1 class="listing">All</h1>{anchors}'.encode())

    def other(self, path: str, *links: str) -> None:
        self.pages[path] = Answer(("<h1>About</h1>" + "".join(f'<a href="{x}">x</a>' for x in links)).encode())

    def taken(self) -> list[str]:
        """What was asked since the last call, without robots.txt and tdmrep.json."""
        asked = [path for path in self.asked if path not in {"/robots.txt", "/.well-known/tdmrep.json"}]
        self.asked.clear()
        return asked


@dataclass(frozen=True)
class Outcome:
    extraction: Extraction
    records: tuple[Record, ...]


def read_page(response: Response, *, site: Any = None, profile: Any = None) -> Outcome:
    """A pipeline that knows only the pages of `Web`."""
    text = response.body.decode()
    title = re.search(r'<h1 class="review">(.*?)</h1>', text)
    links = tuple(urljoin(response.url, link) for link in re.findall(r'<a href="(.*?)"', text))
    directives = Directives(noindex="noindex" in text, nofollow="nofollow" in text, noarchive="noarchive" in text)
    kind = "review" if title else "listing" if 'class="listing"' in text else "other"
    canonical = re.search(r'rel="canonical" href="(.*?)"', text)
    feeds = tuple(urljoin(response.url, link) for link in re.findall(r'rel="alternate" href="(.*?)"', text))
    api = re.search(r'rel="https://api.w.org/" href="(.*?)"', text)
    following = re.search(r'rel="next" href="(.*?)"', text)
    found = Links(
        canonical=canonical[1] if canonical else None,
        next=urljoin(response.url, following[1]) if following else None,
        out=links,
        feeds=feeds,
        wp_json=api[1] if api else None,
    )
    extraction = Extraction(
        response.url, kind, None, PageFacts(), (), found, directives, observed={"pages": 1} if title else {}
    )
    if not title or directives.noindex:
        return Outcome(extraction, ())
    review = f"{response.url}#review"
    film = f"urn:uuid:{sha256(title[1].encode()).hexdigest()[:32]}"
    graph = [
        {
            "@id": review,
            "@type": ["Review", "CriticReview"],
            "itemReviewed": {"@id": film},
            "name": title[1],
            "author": {"@id": "urn:uuid:ida"},
        },
        {"@id": film, "@type": "Movie", "name": title[1]},
        {"@id": "urn:uuid:ida", "@type": "Person", "name": "Ida Moss"},
    ]
    document = json.dumps({"@graph": graph}, sort_keys=True, separators=(",", ":")).encode()
    ledger = json.dumps({"record": review, "retrieved": str(response.fetched)}).encode() + b"\n"
    return Outcome(extraction, (Record(sha256(review.encode()).hexdigest(), review, document, ledger),))


class Crawler:
    """A project folder and a clock that jumps over every wait."""

    def __init__(self, folder: Path, delay: float = 0.0) -> None:
        self.folder = folder
        self.now = 1_800_000_000.0
        self.delay = delay
        self.timeout = 5.0
        self.window: str | None = None
        self.store: Store = open_store(folder / "store.sqlite")
        self.visits: list[dict[str, Any]] = []
        self.process = read_page

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    def sites(self, *seeds: str) -> Sites:
        return gather({}, seeds)

    def settings(self, netloc: str) -> FetchSettings:
        terms = {netloc: Terms(own=True, delay=self.delay, window=self.window)}
        return FetchSettings("mailto:ida@moss.example", terms, total_timeout=self.timeout)

    async def crawl(self, web: Web, *seeds: str, pages: int | None = None, patience: float = 600.0) -> Tally:
        sites = self.sites(*(seeds or (web.root,)))
        archive = Archive(self.folder / "archive", self.store.archive_files())
        self.visits = []
        with ThreadPoolExecutor(1) as executor:
            async with Fetcher(
                self.settings(web.netloc), self.store, clock=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5
            ) as fetcher:
                keys = sorted({fetcher.key(f"http://{host}/") for host in sites.by_host})
                for site in sites.all():
                    self.store.put(fetcher.key(site.seeds[0]), site.beginnings(self.now))
                self.store.mend_clock(self.now)
                self.store.enable(keys)
                engine = Engine(
                    self.store, fetcher, executor, self.process, sites, archive=archive, run="r", epoch="e1",
                    log=lambda line: self.visits.append(dict(line)),
                    clock=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5,
                )  # fmt: skip
                tally = await engine.run(Limits(pages=pages, patience=patience))
        archive.close()
        self.store.settle(now=self.now)
        return tally

    def decision(self, web: Web, path: str) -> str | None:
        """What the last run decided about a path."""
        url = web.root + path.removeprefix("/")
        return next((visit["decision"] for visit in self.visits if visit["url"] == url), None)

    def outbox(self, after: int = 0) -> list[tuple[str, str]]:
        """(op, kind) of changes after a version."""
        return [(change.op, change.kind) for change in self.store.changes(after, 1000)]


@pytest.fixture
def web() -> Iterator[Web]:
    site = Web()
    yield site
    site.close()


@pytest.fixture
def crawler(tmp_path: Path) -> Iterator[Crawler]:
    made = Crawler(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def project(tmp_path: Path, web: Any) -> Project:
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "scraper.toml").write_text('contact = "mailto:ida@moss.invalid"\n')
    (tmp_path / "config" / "sites" / "127.0.0.1.toml").write_text(
        f'host = "127.0.0.1"\nown = true\ndelay = 0.001\nseeds = ["{web.root}"]\n'
    )
    web.listing("/", "/a-review", "/b-review")
    web.review("/a-review", "Harrow Lane")
    web.review("/b-review", "Nine Doors")
    return load_project(tmp_path)


@pytest.fixture
def crawl(project: Project, crawler: Any) -> Any:
    async def once(**wanted: Any) -> Summary:
        with ThreadPoolExecutor(1) as executor:
            return await Run(project, Wanted(**wanted), executor=executor, process=crawler.process).run()

    return once
