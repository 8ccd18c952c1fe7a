"""Read the archive again, without the network: `scrape extract`.

Two uses. Applied, every archived page is read by today's extractor with what its site's pages
have taught since; records that come out different are written and published, and intervals stay.
As a check, every page is read with the very profile its records were made with: with the same
extractor each document and ledger must come out byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scraper.crawl.archive import read
from scraper.crawl.run import epoch_of
from scraper.crawl.site import Sites
from scraper.crawl.visit import fingerprint, is_list
from scraper.crawl.warc import TornError
from scraper.crawl.worker import Process
from scraper.model import Record
from scraper.store import Archived, Store
from scraper.store.forget import Kept, Reread

_AHEAD: Final = 64
_Profile = tuple[str, Mapping[str, int]]


@dataclass(slots=True)
class Outcome:
    """What came of reading the archive: counts of pages and records, and what could not be read or differs."""

    pages: int = 0
    records: int = 0
    upserts: int = 0
    deletes: int = 0
    torn: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Job:
    folder: Path
    place: Archived
    process: Process
    site: Any
    profile: Mapping[str, int]


def derive(job: _Job) -> tuple[Record, ...] | str:
    """The records of one archived response, or why it cannot be read; runs in a worker process."""
    try:
        response = read(job.folder, job.place)
    except TornError as error:
        return str(error)
    outcome = job.process(response, site=job.site, profile=job.profile)
    found = outcome.extraction
    return () if found.directives.noindex or is_list(response.url, found.page_kind) else tuple(outcome.records)


@dataclass(frozen=True, slots=True)
class Reextraction:
    """Everything needed to read an archive again."""

    store: Store
    folder: Path
    sites: Sites
    process: Process
    executor: Executor
    now: float

    def check(self) -> Outcome:
        """Derive every record that stands from the body it was made from, and compare bytes. Changes nothing."""
        outcome = Outcome()
        for kept, found in self._derived(self._sources(), self._own_profile):
            outcome.pages += 1
            if isinstance(found, str):
                outcome.torn.append(found)
                continue
            made = {record.id: (record.document, record.ledger) for record in found}
            for key, (document, ledger) in self.store.records_of(kept.page).items():
                outcome.records += 1
                if made.get(key) != (document, ledger):
                    outcome.differing.append(f"{kept.url}: record {key[:12]} comes out different")
        return outcome

    def apply(self) -> Outcome:
        """Read every archived page anew and keep what changed."""
        frozen: dict[str, _Profile] = {}

        def newest(kept: Kept) -> _Profile:
            key = self.store.key_of(kept.page)
            if key not in frozen:
                frozen[key] = self.store.freeze_profile(key)
            return frozen[key]

        return self._rewrite(self._pages(), newest)

    def relink(self) -> Outcome:
        """Read the very bodies that records were made from, with the very profiles: only links can differ."""
        return self._rewrite(self._sources(), self._own_profile)

    def _rewrite(self, pages: Iterator[Kept], profile: Callable[[Kept], _Profile]) -> Outcome:
        outcome = Outcome()
        for kept, found in self._derived(pages, profile):
            outcome.pages += 1
            if isinstance(found, str):
                outcome.torn.append(found)
                continue
            outcome.records += len(found)
            epoch = f"{epoch_of()}/{profile(kept)[0]}"
            upserts, deletes = self.store.rewrite(Reread(kept.page, epoch, found, fingerprint(found)), now=self.now)
            outcome.upserts += upserts
            outcome.deletes += deletes
        return outcome

    def _pages(self) -> Iterator[Kept]:
        after = 0
        while pages := self.store.archived_pages(after=after):
            yield from pages
            after = pages[-1].page

    def _sources(self) -> Iterator[Kept]:
        for page in self._pages():
            source = self.store.source_of(page.page)
            if source is not None:
                yield source

    def _own_profile(self, kept: Kept) -> _Profile:
        name = kept.epoch.rpartition("/")[2]
        return name, self.store.profile(name)

    def _derived(
        self, pages: Iterator[Kept], profile: Callable[[Kept], _Profile]
    ) -> Iterator[tuple[Kept, tuple[Record, ...] | str]]:
        """Pages and what was derived of them, in order, a few in the works at any time."""
        works: list[tuple[Kept, Future[tuple[Record, ...] | str]]] = []
        for kept in pages:
            site = self.sites.of(kept.url)
            file = None if site is None else site.file
            job = _Job(self.folder, kept.archived[0], self.process, file, profile(kept)[1])
            works.append((kept, self.executor.submit(derive, job)))
            if len(works) >= _AHEAD:
                first, work = works.pop(0)
                yield first, work.result()
        for kept, work in works:
            yield kept, work.result()
