"""One run of the crawler over a project: lock, store, engine, outputs, summary."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, Final, Literal

from scraper.config import Project
from scraper.crawl.archive import Archive
from scraper.crawl.engine import Engine, Limits, Tally
from scraper.crawl.lock import locked
from scraper.crawl.pool import pool
from scraper.crawl.site import Sites, gather
from scraper.crawl.worker import Process
from scraper.errors import ConfigError
from scraper.fetch import Fetcher, FetchSettings
from scraper.publish.local import publish_local
from scraper.store import CACHE_KIB, Store, open_store

_READ_THROUGH: Final = 2_000
"""KiB of cache for readers of the outbox: they read each change once."""
PUBLISH_EVERY: Final = 60.0
"""Seconds between two rounds of the readers of the outbox while a run goes on."""
_SETTLED_AT_ONCE: Final = 50
"""Films and people brought up to date before others get their turn: some milliseconds."""

Ended = Literal["done", "time", "pages", "stopped", "error"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked to do: `hosts` by name of their site file, empty for all; times in seconds."""

    hosts: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    seconds: float | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures, as `output/runs/<id>.json` keeps it."""

    id: str
    started: str
    seconds: float
    ended: Ended
    pages: int
    requests: int
    bytes: int
    decisions: Mapping[str, int]
    records: Mapping[str, int]
    urls: Mapping[str, int]
    hosts: Mapping[str, Mapping[str, int]]
    published: Mapping[str, int] = field(default_factory=dict)
    findings: Sequence[str] = ()
    error: str | None = None

    def line(self) -> str:
        """The one line that a run prints."""
        rate = self.pages / self.seconds if self.seconds else 0.0
        changed = ", ".join(f"{self.records[name]} {name}" for name in ("upserted", "deleted"))
        text = (
            f"crawl {self.id} {self.ended}: {self.pages} pages of {len(self.hosts)} hosts in {self.seconds:.0f} s "
            f"({rate:.1f}/s), records {changed}, {self.urls['new']} new addresses"
        )
        return text + (f", {len(self.findings)} findings" if self.findings else "")


def store_of(project: Project, *, cache_kib: int = CACHE_KIB) -> Store:
    """The store of a project, made when there is none; `cache_kib` as in `open_store`."""
    target = project.settings.store
    if target.startswith(("postgresql://", "postgres://")):
        return open_store(target)
    return open_store((project.folder or Path.cwd()) / target, cache_kib=cache_kib)


def fetch_settings(project: Project) -> FetchSettings:
    """How this project fetches: its contact, its delay, and the rules of single hosts."""
    return FetchSettings(project.settings.contact, project.hosts, delay=project.settings.delay)


def default_process(project: Project) -> Process:
    """The pipeline as this project sets it up."""
    from scraper.pipeline import process, project_linker  # noqa: PLC0415 - the stages are imported when something is read

    return partial(process, linker=project_linker(project), base=project.settings.record.base)


def epoch_of() -> str:
    """What names the extractor of this version: records of two epochs are not compared."""
    return metadata.version("film-review-scraper")


class Run:
    """One run over a project. `watch` is called about twice a second with the engine, for a progress view."""

    def __init__(
        self,
        project: Project,
        wanted: Wanted,
        *,
        executor: Executor,
        process: Process,
        watch: Callable[[Engine], None] = lambda _: None,
        clock: Callable[[], float] = time.time,
        publish_every: float = PUBLISH_EVERY,
    ) -> None:
        self.project = project
        self.wanted = wanted
        self.sites: Sites = gather(project.sites, wanted.seeds, wanted.hosts)
        if not self.sites.by_host:
            raise ConfigError("there is nothing to crawl; write config/sites/<host>.toml, or give --seed URL")
        self.settings = fetch_settings(project)
        self._executor = executor
        self._process = process
        self._watch = watch
        self._clock = clock
        self._published: dict[str, int] = {}
        self._round: list[asyncio.Task[dict[str, int]]] = []
        """The round of the readers that is at work, if one is."""
        self._publish_every = publish_every
        self._interrupts = 0
        self.id = datetime.fromtimestamp(clock(), UTC).strftime("%Y%m%dT%H%M%S") + f"-{os.getpid()}"

    async def run(self) -> Summary:
        """Crawl, publish, write the summary; also when an error ends the run, which is raised afterwards."""
        output = self.project.output
        with locked(output):
            store = store_of(self.project)
            archive = Archive(output / "archive", store.archive_files())
            log_path = output / "runs" / f"{self.id}.log.ndjson"
            log_path.parent.mkdir(parents=True, exist_ok=True)
            started = self._clock()
            with log_path.open("a", encoding="utf-8", buffering=1) as log:
                engine, error = await self._crawl(store, archive, lambda line: _log(log, line))
            if error is None:
                store.settle(now=self._clock())
                self._count(publish_local(store, output))
                store.compact()
            engine.tally.findings.extend(archive.torn)
            archive.close()
            summary = self._summary(engine, started, error)
            _write(output / "runs" / f"{self.id}.json", summary)
            store.close()
        if error is not None:
            raise error
        return summary

    async def _crawl(
        self, store: Store, archive: Archive, log: Callable[[Mapping[str, object]], None]
    ) -> tuple[Engine, BaseException | None]:
        async with Fetcher(self.settings, store, clock=self._clock) as fetcher:
            engine = Engine(
                store, fetcher, self._executor, self._process, self.sites, archive=archive,
                keys=self._prepare(store, fetcher), run=self.id, epoch=epoch_of(), log=log, clock=self._clock,
            )  # fmt: skip
            until = None if self.wanted.seconds is None else self._clock() + self.wanted.seconds
            crawling = asyncio.create_task(engine.run(Limits(until=until, pages=self.wanted.pages)))
            self._listen(engine, crawling)
            tending = asyncio.create_task(self._tend(store, engine))
            await asyncio.wait([crawling, tending], return_when=asyncio.FIRST_COMPLETED)
            for task in (crawling, tending):
                task.cancel()
            # A round of the readers is not broken off: the last one must find their files at rest.
            results = await asyncio.gather(crawling, tending, *self._round, return_exceptions=True)
            for given in results:
                if isinstance(given, dict):
                    self._count(given)
            failed = [r for r in results if isinstance(r, BaseException) and not isinstance(r, asyncio.CancelledError)]
            if not failed and self._interrupts > 1:
                return engine, KeyboardInterrupt()
            return engine, failed[0] if failed else None

    def _prepare(self, store: Store, fetcher: Fetcher) -> list[str] | None:
        """Put the beginnings into the frontier and enable the hosts; the keys a narrowed run keeps to."""
        now = self._clock()
        store.mend_clock(now)
        everything = gather(self.project.sites, self.wanted.seeds)
        keys = {key for site in everything.all() for key in site.keys(fetcher.key)}
        for site in self.sites.all():
            for found in site.beginnings(now):
                store.put(fetcher.key(found.url), [found])
        store.enable(sorted(keys))
        if not self.wanted.hosts and not self.wanted.seeds:
            return None
        return sorted({key for site in self.sites.all() for key in site.keys(fetcher.key)})

    def _listen(self, engine: Engine, crawling: asyncio.Task[Tally]) -> None:
        """First signal: stop claiming, finish what is in flight. Second: at once."""

        def stop() -> None:
            self._interrupts += 1
            engine.stop()
            if self._interrupts > 1:
                crawling.cancel()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, stop)
            except (ValueError, RuntimeError):
                return  # not in the main thread: whoever runs us there has signals of their own

    async def _tend(self, store: Store, engine: Engine) -> None:
        """Show progress, and keep the outputs in step while a long run goes on.

        Films and people are settled in small steps here, where the store's one writer is; the
        readers write their files beside it, on a connection of their own.
        """
        last = self._clock()
        while True:
            await asyncio.sleep(0.4)
            self._watch(engine)
            if self._round and self._round[0].done():
                self._count(self._round.pop().result())
                last = self._clock()
            if not self._round and self._clock() - last >= self._publish_every:
                await self._settle(store)
                self._round = [asyncio.create_task(asyncio.to_thread(self._publish))]

    async def _settle(self, store: Store) -> None:
        some: int | None = 0
        while some is not None:
            some = store.settle_some(now=self._clock(), limit=_SETTLED_AT_ONCE)
            await asyncio.sleep(0)

    def _publish(self) -> dict[str, int]:
        """One round of the readers of the outbox; runs in a thread."""
        store = store_of(self.project, cache_kib=_READ_THROUGH)
        try:
            return publish_local(store, self.project.output)
        finally:
            store.close()

    def _count(self, given: Mapping[str, int]) -> None:
        for name, count in given.items():
            self._published[name] = self._published.get(name, 0) + count

    def _summary(self, engine: Engine, started: float, error: BaseException | None) -> Summary:
        tally = engine.tally
        ended: Ended = "done"
        if error is not None:
            ended = "error"
        elif self._interrupts:
            ended = "stopped"
        elif self.wanted.pages is not None and engine.started >= self.wanted.pages:
            ended = "pages"
        elif engine.limits.until is not None and self._clock() >= engine.limits.until:
            ended = "time"
        return Summary(
            id=self.id,
            started=datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
            seconds=round(self._clock() - started, 3),
            ended=ended,
            pages=tally.visits,
            requests=tally.requests,
            bytes=tally.bytes,
            decisions=dict(sorted(tally.decisions.items())),
            records={"upserted": tally.upserts, "deleted": tally.deletes},
            urls={"new": tally.new_urls, "refused": tally.refused_urls},
            hosts={key: dict(sorted(counts.items())) for key, counts in sorted(tally.hosts.items())},
            published=self._published,
            findings=tuple(tally.findings),
            error=None if error is None else f"{type(error).__name__}: {error}",
        )


def crawl(project: Project, wanted: Wanted, *, watch: Callable[[Engine], None] = lambda _: None) -> Summary:
    """Run the crawler over a project with one reading process per core."""
    with pool() as executor:
        run = Run(project, wanted, executor=executor, process=default_process(project), watch=watch)
        return asyncio.run(run.run())


def _log(stream: Any, line: Mapping[str, object]) -> None:  # noqa: ANN401 - a text stream
    stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def _write(path: Path, summary: Summary) -> None:
    """Write a summary at once: whoever reads it finds all of it or none."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(summary), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)
