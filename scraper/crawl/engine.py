"""The loop: lease a ready host, visit what is due, leave it; again until time or pages are spent.

Any number of engines, in one process or many, may share a store: each host is leased to one of
them at a time. An engine keeps nothing that a crash could lose.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace

from scraper.crawl.archive import Archive
from scraper.crawl.committer import Committer
from scraper.crawl.schedule import DAY, surge
from scraper.crawl.session import Context, Session
from scraper.crawl.site import Sites
from scraper.crawl.visit import Judged
from scraper.crawl.worker import Process
from scraper.fetch.client import Fetcher
from scraper.model import Host, Response
from scraper.store import Committed, Lease, Page, State, Store, Visit

_POLL = 0.5
_GRACE = 30.0
_SEEN_AT_MOST = 100_000
"""Links that are remembered by their hash: one in 10**9 is taken for another, until the next run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When an engine stops by itself.

    `until` is a POSIX time. Without one it goes on while something is due that can be asked
    within `patience` seconds. `concurrency` bounds the hosts visited at once.
    """

    until: float | None = None
    pages: int | None = None
    patience: float = 600.0
    concurrency: int = 256


@dataclass(slots=True)
class Tally:
    """What a run did so far. `hosts` counts per politeness key: visited, bad (gone or suspect), and so on."""

    decisions: Counter[str] = field(default_factory=Counter)
    hosts: dict[str, Counter[str]] = field(default_factory=dict)
    requests: int = 0
    bytes: int = 0
    upserts: int = 0
    deletes: int = 0
    new_urls: int = 0
    refused_urls: int = 0
    fenced: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def visits(self) -> int:
        """Pages that were decided about, but for those that need not be asked."""
        return self.decisions.total() - self.decisions["needless"]


class Engine:
    """One worker of a crawl. `keys` restricts it to some politeness keys.

    `log` is given one dictionary per visit. `clock`, `sleep` and `chance` are seams for tests.
    """

    def __init__(  # noqa: PLR0913 - everything it acts on is handed in
        self,
        store: Store,
        fetcher: Fetcher,
        executor: Executor,
        process: Process,
        sites: Sites,
        *,
        archive: Archive | None = None,
        keys: Sequence[str] | None = None,
        run: str = "",
        epoch: str = "",
        log: Callable[[Mapping[str, object]], None] = lambda _: None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.store = store
        self.fetcher = fetcher
        self.executor = executor
        self.process = process
        self.sites = sites
        self.keys = keys
        self.run_id = run
        self.epoch = epoch
        self.log = log
        self.clock = clock
        self.sleep = sleep
        self.chance = chance
        self.tally = Tally()
        self.committer = Committer(store, archive, more_to_come=lambda: self.being_read > 0)
        self.archiving = archive is not None
        self.reading = asyncio.Semaphore(64)
        self.being_read = 0
        """Pages that the executor reads at the moment."""
        self.limits = Limits()
        self.broken = False
        """Whether the executor lost a worker, and with it all that it was reading."""
        self._contexts: dict[str, Context] = {}
        self._stopped = False
        self._one_ended = asyncio.Event()
        self.started = 0
        self._seen: set[int] = set()
        self.at_work = 0
        settings = fetcher.settings
        delays = (settings.terms(host.partition(":")[0], host).delay for host in sites.by_host)
        self._longest_delay = max((settings.delay if delay is None else delay for delay in delays), default=0.0)

    @property
    def lease_seconds(self) -> float:
        """How long a fresh lease lasts: more than the longest request and the delay after it."""
        return 2.2 * self.fetcher.settings.total_timeout + 2.0 * self._longest_delay

    @property
    def stopping(self) -> bool:
        """Whether no further request is to be made."""
        spent = self.limits.pages is not None and self.started >= self.limits.pages
        over = self.limits.until is not None and self.clock() >= self.limits.until
        return self._stopped or spent or over

    def unseen(self, urls: Sequence[str]) -> list[str]:
        """Of the links of a page those that no page of this run showed before: most of a site's are on every page."""
        fresh = [url for url in urls if hash(url) not in self._seen]
        if len(self._seen) > _SEEN_AT_MOST:
            self._seen.clear()
        self._seen.update(map(hash, fresh))
        return fresh

    def stop(self) -> None:
        """Claim nothing more; what is in flight is finished and committed."""
        self._stopped = True

    async def run(self, limits: Limits) -> Tally:
        """Crawl until a limit is reached, nothing is due, or `stop` is called."""
        self.limits = limits
        writing = asyncio.create_task(self.committer.run())
        sessions: set[asyncio.Task[None]] = set()
        try:
            while not self.stopping:
                lease = None if len(sessions) >= limits.concurrency else self._lease()
                if lease is not None:
                    session = asyncio.create_task(self._session(lease))
                    session.add_done_callback(lambda _: self._one_ended.set())
                    sessions.add(session)
                    await asyncio.sleep(0)
                elif not await self._wait(sessions):
                    break
                if self._one_ended.is_set():
                    self._one_ended.clear()
                    sessions = self._alive(sessions)
                self.at_work = len(sessions)
            await self._finish(sessions)
            await self._bury()
        finally:
            for task in (*sessions, writing):
                task.cancel()
            await asyncio.gather(*sessions, writing, return_exceptions=True)
        return self.tally

    def _lease(self) -> Lease | None:
        now = self.clock()
        return self.store.lease(self.run_id, now=now, until=now + self.lease_seconds, keys=self.keys)

    async def _session(self, lease: Lease) -> None:
        context = self._contexts.get(lease.key)
        if context is None:
            context = self._contexts[lease.key] = Context.of(self.store, lease, self.epoch)
        await Session(self, context, lease).run()

    async def _wait(self, sessions: set[asyncio.Task[None]]) -> bool:
        """Until a session ends or a host is ready; False when neither is worth waiting for."""
        now = self.clock()
        limits = self.limits
        by = float("inf") if limits.until is not None else now
        ready = self.store.next_ready(self.keys, due_by=by)
        latest = limits.until if limits.until is not None else now + limits.patience
        if not sessions and (ready is None or ready > latest):
            return False
        pause = _POLL if ready is None else min(max(ready - now, 0.001), _POLL)
        if sessions:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._one_ended.wait(), pause)
        else:
            await self.sleep(pause)
        return True

    def _alive(self, sessions: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        """The sessions still at work; the exception of one that failed ends the run."""
        for task in sessions:
            if task.done():
                task.result()
        return {task for task in sessions if not task.done()}

    async def _finish(self, sessions: set[asyncio.Task[None]]) -> None:
        """Let what is in flight come to its end, for half a minute."""
        if sessions:
            await asyncio.wait(sessions, timeout=_GRACE)
            self._alive(sessions)

    # --- the end of a run -------------------------------------------------------------------

    async def _bury(self) -> None:
        """Delete the records of pages that are gone, host by host, unless a whole host looks ill."""
        for key in self._contexts:
            if not self.store.doomed(self._contexts[key].host):
                continue
            counts = self.tally.hosts.get(key, Counter())
            token = self.store.claim(key, now=self.clock(), until=self.clock() + self.lease_seconds)
            if token is None:
                continue
            lease = Lease(self._contexts[key].host, key, token, 0.0)
            doomed = self.store.doomed(lease.host)
            bad, known = counts["bad"], counts["known"]
            if not surge(bad, known):
                # Pages missing for the second time are asked by themselves: it is the host that they are a part of.
                bad, known = self.store.ailing(lease.host)
            ill = surge(bad, known)
            if ill and doomed:
                self.tally.findings.append(
                    f"{key}: {bad} of {known} known pages went missing, so the site looks ill; nothing of it is deleted"
                )
            for page in doomed:
                await self._bury_page(page, lease, spare=ill)
            self.store.leave(lease)

    async def _bury_page(self, page: Page, lease: Lease, *, spare: bool) -> None:
        now = self.clock()
        visit = Visit(
            _after_burial(page, now, spare=spare), at=now, run=self.run_id, decision="spared" if spare else "buried",
            records=None if spare else (), lease=lease,
        )  # fmt: skip
        result = await self.committer.put(lambda _: visit)
        self.tally.deletes += result.deletes

    def note_visit(
        self, key: str, page: Page, judged: Judged, result: Committed, response: Response | None, host: Host
    ) -> None:
        """Add one kept visit to the tally and the log."""
        tally = self.tally
        tally.upserts += result.upserts
        tally.deletes += result.deletes
        tally.new_urls += result.new_urls
        tally.refused_urls += result.refused_urls
        tally.decisions[judged.decision] += 1
        counts = tally.hosts.setdefault(key, Counter())
        counts[judged.decision] += 1
        if page.fingerprint is not None and page.state is State.LIVE:
            counts["known"] += 1
            counts["bad"] += judged.page.state in {State.DOOMED, State.SUSPECT}
        self.log(
            {
                "at": round(self.clock(), 3), "url": page.url, "host": key, "decision": judged.decision,
                "reason": judged.reason, "status": judged.page.status,
                "ms": 0 if response is None else int(response.elapsed * 1000),
                "bytes": 0 if response is None else len(response.body), "delay": round(host.delay, 3),
                "records": result.upserts, "deleted": result.deletes, "new_urls": result.new_urls,
            }
        )  # fmt: skip


def _after_burial(page: Page, now: float, *, spare: bool) -> Page:
    """A doomed page once its records are deleted; a spared one is looked at again in a day."""
    if spare:
        return replace(page, state=State.SUSPECT, misses=1, missed_at=now, due=now + DAY)
    return replace(page, state=State.GONE, misses=1, fingerprint=None)
