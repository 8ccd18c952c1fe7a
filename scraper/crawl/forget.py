"""Take something down for good: a URL, a host, or everything of one critic.

The order makes a crash harmless; running the same command again finishes the work: the salted
hash first (nothing is fetched again), then the archive's bodies, the rows and deletes, the
outputs, and last the lines of the run logs.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scraper.config import Project
from scraper.crawl.lock import locked
from scraper.crawl.run import store_of
from scraper.crawl.urls import canonical
from scraper.crawl.warc import erased
from scraper.errors import UsageError
from scraper.publish.feed import compact
from scraper.publish.local import publish_local
from scraper.store import Archived, Store
from scraper.store.nodes import critic_key

_URL: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken down."""

    what: str
    pages: int
    records: int
    bodies: int

    def line(self) -> str:
        """One line for the operator."""
        return (
            f"{self.what}: {self.pages} pages and {self.records} records taken down, {self.bodies} archived bodies "
            "erased; it will not be fetched again"
        )


def forget(project: Project, target: str | None = None, *, critic: str | None = None) -> Forgotten:
    """Take down a URL or host (`target`), or everything by `critic`; needs the crawl's lock."""
    with locked(project.output):
        store = store_of(project)
        try:
            return _forget(project, store, target, critic)
        finally:
            store.close()


def _forget(project: Project, store: Store, target: str | None, critic: str | None) -> Forgotten:
    now = time.time()
    if critic is not None:
        what, hashes, pages = critic, [f"critic:{critic_key(critic)}"], store.pages_by(critic)
    elif target and target.startswith(_URL):
        url = canonical(target)
        if url is None:
            raise UsageError(f"{target}: that is no address; give it as the page has it")
        what, hashes, pages = url, [url], store.pages_at(url)
    elif target and store.known_host(target):
        what, hashes, pages = target, [f"host:{target}"], store.pages_of(target)
    else:
        raise UsageError(f"{target}: neither an address nor a host that `scrape hosts` lists")
    urls = store.urls_of(pages)
    for text in (*hashes, *([] if critic is None and what == target else urls)):
        store.forget_hash(text, now=now)
    places = store.places_of(pages)
    erase(project.output / "archive", places)
    records = store.forget_pages(pages, now=now)
    if hashes[0].startswith("host:"):
        store.forget_host(what)
    _clean_outputs(project.output, store, now)
    _clean_logs(project.output / "runs", {*urls, what})
    return Forgotten(what, len(pages), records, len(places))


def erase(folder: Path, places: Sequence[Archived]) -> None:
    """Overwrite archived responses by empty records of the same length; the files stay whole."""
    for place in places:
        path = folder / place.file
        if not path.exists():
            continue
        with path.open("r+b") as file:
            file.seek(place.start)
            file.write(erased(place.length))
            file.flush()
            os.fsync(file.fileno())


def _clean_outputs(output: Path, store: Store, now: float) -> None:
    store.settle(now=now)
    store.compact_all()
    publish_local(store, output)
    compact(output / "feed")


def _clean_logs(folder: Path, names: set[str]) -> None:
    """Cut the lines that tell of forgotten addresses or hosts out of the run logs."""
    for path in folder.glob("*.log.ndjson"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not _tells_of(line, names)]
        if len(kept) < len(lines):
            beside = path.with_suffix(".new")
            beside.write_text("".join(kept), encoding="utf-8")
            beside.replace(path)


def _tells_of(line: str, names: set[str]) -> bool:
    try:
        row = json.loads(line)
    except ValueError:
        return True  # half a line tells nothing worth keeping
    return row.get("url") in names or row.get("host") in names
