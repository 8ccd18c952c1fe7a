"""Keep the visit of a one-off fetch as a crawl would: `scrape URL --save`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scraper.crawl import visit
from scraper.crawl.archive import Archive
from scraper.crawl.lock import locked
from scraper.crawl.urls import canonical
from scraper.crawl.worker import Outcome, read_of
from scraper.model import Response
from scraper.publish.local import publish_local
from scraper.store import Committed, Page, Store, Via, Visit


def commit(store: Store, output: Path, response: Response, outcome: Outcome, *, key: str, epoch: str) -> Committed:
    """Archive a fetched page and commit its visit: page, records and outbox in one transaction.

    `key` is the politeness key (`Fetcher.key(url)`), `epoch` names the extractor
    (`scraper.crawl.run.epoch_of()`). Call `publish` when all pages of a call are committed.
    """
    now = response.fetched.timestamp()
    url = canonical(response.url) or response.url
    page = store.page(url) or Page(0, store.host_id(key), url, via=Via.SEED, depth=1)
    read = read_of(response, outcome, digest=page.digest)
    judged = visit.judge(page, response, read, now, 0.5, epoch=epoch)
    with locked(output, "save.lock", wait=True):
        committed = {name: size for name, size in store.archive_files().items() if name.startswith("save-")}
        archive = Archive(output / "archive", committed, writer="save")
        places = () if read.member is None else (archive.append(read.member, response.fetched),)
        archive.close()
        (done,) = store.commit(
            [
                Visit(
                    replace(judged.page, digest=read.digest if places else page.digest), at=now, run="save",
                    decision=judged.decision, reason=judged.reason, status=response.status,
                    ms=int(response.elapsed * 1000), bytes=len(response.body), profile=epoch, archived=places,
                    records=judged.records, observed=read.observed or None, shape=judged.shape,
                )
            ]
        )  # fmt: skip
    return done


def publish(store: Store, output: Path, now: float) -> dict[str, int]:
    """Bring films, people, files, feed and search index in step after commits."""
    store.settle(now=now)
    return publish_local(store, output)
