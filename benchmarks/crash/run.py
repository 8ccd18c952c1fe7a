"""Kill a writer at any step, over and over; then show that everything agrees and nothing is lost.

    python benchmarks/crash/run.py --seeds 100

Each seed is one project. A child process commits, changes and takes down reviews, publishes to
record files, feed segments, the search index and an engine outside, and compacts the outbox. It
kills itself (SIGKILL) before a system call or SQL statement that the seed chooses, or after it;
another child goes on from what it left. After the last one a run to the end is made, and

* every commit that was acknowledged is there, or the one that was under way after it;
* what was taken down is nowhere;
* files, feed, index and engine hold the same reviews, at the store's versions, byte for byte;
* a second run changes no file, not even its time;
* a stale writer (a late change; a reader whose cursor was set back) changes nothing.

Exit status 1 when anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from scraper.model import Change, Record
from scraper.publish.engines import Engine, open_engine, sync
from scraper.publish.feed import read
from scraper.publish.index import SearchIndex
from scraper.publish.local import publish_local
from scraper.store import Found, State, Store, Visit, open_store

HOST = "lantern.example"
PAGES = 9
STEPS = 10
CYCLES = 4
CALLS = frozenset(
    {"execute", "executemany", "replace", "rename", "unlink", "fsync", "truncate", "write", "mkdir", "open", "sendall"}
)
_HOMES = ("posix", "io", "_io", "sqlite3", "_sqlite3", "socket", "_socket")
_IN_MEMORY = ("StringIO", "BytesIO")
ROOT = Path(__file__).parents[2]


def url_of(number: int) -> str:
    """The address of a page."""
    return f"https://{HOST}/film-{number}"


def identity_of(number: int) -> str:
    """The id of its record."""
    return hashlib.sha256(f"{url_of(number)}#review".encode()).hexdigest()


def record_of(number: int, take: int) -> Record:
    """The record of a page at its n-th change; its film's identity changes with every third."""
    url = url_of(number)
    film = f"urn:uuid:film-{number}-{take // 3}"
    graph = [
        {"@id": f"{url}#review", "@type": ["Review", "CriticReview"], "url": url, "name": f"take {take}",
         "itemReviewed": {"@id": film}, "author": {"@id": "urn:uuid:ida"}},
        {"@id": film, "@type": "Movie", "name": f"Harrow {number}"},
        {"@id": "urn:uuid:ida", "@type": "Person", "name": "Ida Moss"},
    ]  # fmt: skip
    document = json.dumps({"@context": "https://schema.org", "@graph": graph}, sort_keys=True, separators=(",", ":"))
    return Record(identity_of(number), f"{url}#review", document.encode(), b'{"field":"film_title"}\n')


class Killer:
    """A profiler that ends the process at its n-th call into the system, before or after it."""

    def __init__(self, at: int, event: str) -> None:
        self.left = at
        self.event = event

    def __call__(self, _: FrameType, event: str, function: object) -> None:
        """Count, and end the process when the count is reached."""
        if event != self.event or getattr(function, "__name__", "") not in CALLS:
            return
        owner = type(getattr(function, "__self__", None))
        home = getattr(function, "__module__", None) or owner.__module__
        if home in _HOMES and owner.__name__ not in _IN_MEMORY:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def work(folder: Path, engine_url: str, draw: random.Random, pipe: int) -> None:
    """What a crawl does, in small; says on the pipe what it will do and what is done."""
    store = open_store(folder / "store.sqlite")
    for step in range(STEPS):
        number = draw.randrange(PAGES)
        gone = draw.random() < 0.25
        take = -1 if gone else draw.randrange(1, 1_000_000)
        os.write(pipe, f"will {number} {take}\n".encode())
        store.put(HOST, [Found(url_of(number), due=0)])
        page = store.page(url_of(number))
        assert page is not None
        records = () if gone else (record_of(number, take),)
        state = State.GONE if gone else State.LIVE
        store.commit([Visit(replace(page, state=state), at=float(step), records=records)])
        os.write(pipe, f"done {number} {take}\n".encode())
        if draw.random() < 0.4:
            publish(store, folder, engine_url)
    publish(store, folder, engine_url)
    store.close()


def publish(store: Store, folder: Path, engine_url: str) -> None:
    """Bring everything in step, as a run does at its end."""
    store.settle(now=0.0)
    publish_local(store, folder)
    with engine_at(engine_url) as engine:
        sync(store, engine)
    store.compact()


@contextmanager
def engine_at(url: str) -> Iterator[Engine]:
    """The engine outside."""
    engine = open_engine("main", {"engine": "opensearch", "url": url})
    try:
        yield engine
    finally:
        engine.close()


def crash(folder: Path, engine_url: str, draw: random.Random) -> tuple[list[str], bool]:
    """Let a child work until it kills itself; the lines it said, and whether it was killed."""
    reader, writer = os.pipe()
    at, event, seed = draw.randrange(1, 1_000), draw.choice(("c_call", "c_return")), draw.randrange(1 << 30)
    child = os.fork()
    if child == 0:
        os.close(reader)
        sys.setprofile(Killer(at, event))
        try:
            work(folder, engine_url, random.Random(seed), writer)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        lines = said.read().splitlines()
    _, status = os.waitpid(child, 0)
    return lines, os.WIFSIGNALED(status)


def believed(lines: list[str], known: dict[int, set[int]]) -> None:
    """What may stand after a crash: the last commit that was done, or one under way after it."""
    for line in lines:
        word, number, take = line.split()
        if word == "will":
            known.setdefault(int(number), {-1}).add(int(take))
        else:
            known[int(number)] = {int(take)}


def standing(store: Store) -> dict[str, Change]:
    """The store's own word: the last change of every document that is not deleted."""
    last: dict[str, Change] = {}
    after = 0
    while changes := store.changes(after, 500):
        after = changes[-1].version
        last |= {change.id: change for change in changes}
    return {key: change for key, change in last.items() if change.op == "upsert"}


def differences(folder: Path, engine_url: str, known: dict[int, set[int]]) -> Iterator[str]:
    """Everything that does not agree."""
    store = open_store(folder / "store.sqlite")
    truth = standing(store)
    reviews = {key: change for key, change in truth.items() if change.kind == "review"}
    for number, takes in known.items():
        change = reviews.get(identity_of(number))
        take = -1 if change is None else int(json.loads(change.document or b"")["@graph"][0]["name"].split()[1])
        if take not in takes:
            yield f"page {number} stands at take {take}, but {sorted(takes)} was acknowledged"
    yield from _files(folder, truth)
    yield from _feed(folder, truth)
    versions = {key: change.version for key, change in reviews.items()}
    yield from _index(folder, versions)
    with engine_at(engine_url) as engine:
        if dict(engine.versions()) != versions:
            yield f"the engine holds {dict(engine.versions())}, the store {versions}"
    store.close()


def _files(folder: Path, truth: dict[str, Change]) -> Iterator[str]:
    found = {path.stem: path.read_bytes() for path in folder.rglob("*.jsonld") if not path.name.startswith(".")}
    if found != {key: change.document for key, change in truth.items()}:
        yield f"files differ: {sorted(found.keys() ^ truth.keys()) or 'in their bytes'}"


def _feed(folder: Path, truth: dict[str, Change]) -> Iterator[str]:
    applied: dict[str, tuple[int, Any]] = {}
    last = 0
    for row in read(folder / "feed"):
        version = int(str(row["version"]))
        if version <= last:
            yield f"feed: version {version} after {last}"
        last = version
        applied[str(row["id"])] = (version, row.get("doc"))
    alive = {key: pair for key, pair in applied.items() if pair[1] is not None}
    if alive != {key: (change.version, json.loads(change.document or b"")) for key, change in truth.items()}:
        yield "the feed, applied, is not what the store holds"


def _index(folder: Path, versions: dict[str, int]) -> Iterator[str]:
    index = SearchIndex(folder / "search.sqlite")
    if index.versions() != versions:
        yield f"the index holds {index.versions()}, the store {versions}"
    index.db.execute("INSERT INTO fts(fts, rank) VALUES('integrity-check', 1)")
    index.close()


def stale(folder: Path, engine_url: str, late: list[Change]) -> None:
    """Writers that come too late: old changes once more, and readers whose cursors were set back."""
    index = SearchIndex(folder / "search.sqlite")
    index.apply(late)
    index.close()
    store = open_store(folder / "store.sqlite")
    store.database.run("UPDATE cursor SET version = version / 2")
    with engine_at(engine_url) as engine:
        sync(store, engine, since=0)
    publish(store, folder, engine_url)
    store.close()


def times(folder: Path) -> dict[str, int]:
    """When each record file was written."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*.jsonld")}


def one(seed: int, engine_url: str) -> tuple[int, list[str]]:
    """Crashes and differences of one seed."""
    draw = random.Random(seed)
    known: dict[int, set[int]] = {}
    crashes = 0
    with tempfile.TemporaryDirectory(prefix="crash-") as name:
        folder = Path(name)
        for _ in range(CYCLES):
            lines, killed = crash(folder, engine_url, draw)
            believed(lines, known)
            crashes += killed
        store = open_store(folder / "store.sqlite")
        late = list(store.changes(0, 500))
        publish(store, folder, engine_url)
        store.close()
        found = list(differences(folder, engine_url, known))
        before = times(folder)
        stale(folder, engine_url, late)
        found += [f"after a stale writer: {text}" for text in differences(folder, engine_url, known)]
        if times(folder) != before:
            found.append("an unchanged file was written again")
    return crashes, found


def stand_in() -> ModuleType:
    """The stand-in engine of the tests."""
    path = ROOT / "tests" / "publish" / "bulk_server.py"
    spec = importlib.util.spec_from_file_location("bulk_server", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Run the seeds; 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    args = parser.parse_args()
    started, crashes, wrong = time.perf_counter(), 0, 0
    for url, _ in stand_in().serve(product=False):  # what the children import is imported once, here
        with tempfile.TemporaryDirectory() as name:
            work(Path(name), url, random.Random(0), os.open(os.devnull, os.O_WRONLY))
    for seed in range(args.first, args.first + args.seeds):
        for url, _ in stand_in().serve(product=False):
            killed, found = one(seed, url)
        crashes += killed
        wrong += bool(found)
        for text in found:
            print(f"seed {seed}: {text}")
    seconds = time.perf_counter() - started
    print(f"{args.seeds} seeds, {crashes} crashes, {wrong} seeds with a difference, {seconds:.0f} s")
    return 1 if wrong or not crashes else 0


if __name__ == "__main__":
    sys.exit(main())
