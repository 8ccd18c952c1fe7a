"""A session: the visits to one host under one lease, one request at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scraper.crawl import schedule, urls, visit
from scraper.crawl.guest import PATIENCE, Guest, LeaveError, cursor_of
from scraper.crawl.site import Site
from scraper.crawl.visit import Judged, Outlook
from scraper.crawl.worker import Job, Link, Read, work
from scraper.errors import FetchError
from scraper.model import Response
from scraper.store import Archived, FencedError, Found, Kind, Lease, Page, Store, Via, Visit

if TYPE_CHECKING:
    from scraper.crawl.engine import Engine

_AT_ONCE: Final = 8
_NOT_MODIFIED: Final = 304
_SIGNAL_COMES: Final = 0.5
"""Seconds by which we are told to stop, when it was our workers that were told first."""


@dataclass(slots=True)
class Context:
    """What an engine knows of one host for the length of a run; the profile is frozen."""

    host: int
    profile_name: str
    profile: Mapping[str, int]
    epoch: str

    @classmethod
    def of(cls, store: Store, lease: Lease, epoch: str) -> Context:
        """The context of a freshly leased host."""
        name, profile = store.freeze_profile(lease.key)
        return cls(lease.host, name, profile, f"{epoch}/{name}")


class Session(Guest):
    """Visits one leased host until nothing is due, its turn is far off, or the engine stops."""

    def __init__(self, engine: Engine, context: Context, lease: Lease) -> None:
        super().__init__(engine, lease)
        self._context = context
        self._taken: set[int] = set()
        self._reading: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Visit, then leave the host."""
        not_before = 0.0
        try:
            try:
                await self._visits()
            except LeaveError as leave:
                not_before = leave.not_before
            while self._reading:
                await asyncio.wait(self._reading, return_when=asyncio.FIRST_COMPLETED)
                self._reap()
            self._store.leave(self._lease, not_before=not_before)
        except FencedError:
            self._engine.tally.fenced += 1
        finally:
            for task in self._reading:
                task.cancel()
            await asyncio.gather(*self._reading, return_exceptions=True)

    async def _visits(self) -> None:
        while not self._engine.stopping:
            self._reap()
            # A host that is left after each request needs no more than one.
            at_once = _AT_ONCE if self._host.delay <= PATIENCE else 1
            pages = self._store.due(self._lease.host, now=self._engine.clock(), limit=at_once + len(self._taken))
            fresh = [page for page in pages if page.id not in self._taken][:at_once]
            if not fresh and not self._reading:
                return
            if not fresh:
                # What is being read may bring new addresses.
                await asyncio.wait(self._reading, return_when=asyncio.FIRST_COMPLETED)
            for page in fresh:
                if self._engine.stopping:
                    return
                self._taken.add(page.id)
                if not await self._visit(page):
                    self._taken.discard(page.id)

    def _reap(self) -> None:
        """Let go of what has been read; an error in it ends the session."""
        for task in [task for task in self._reading if task.done()]:
            self._reading.discard(task)
            task.result()

    # --- one visit ----------------------------------------------------------------------------

    async def _visit(self, page: Page) -> bool:
        """Ask for a page; whether it is being read yet, and not kept."""
        site = self._engine.sites.of(page.url)
        if site is None:
            gone = replace(page, due=None)
            await self._keep(page, Judged(gone, "skipped", "its site is not part of the configuration any more"))
            return False
        if await self._is_needless(page):
            away = schedule.skipped(page, self._engine.clock(), self._engine.chance())
            await self._keep(page, Judged(away, "needless", "an archive: the site's sources name every post"))
            return False
        self._engine.started += 1
        try:
            turn = await self._permission(page.url)
            await self._wait(turn)
            response = await self._ask(page, turn)
            more = await self._further(page, response)
        except FetchError as error:
            if error.code == "robots_unreadable":
                raise LeaveError(error.retry_at or self._engine.clock() + 900.0) from error
            judged = visit.fault(page, error, self._engine.clock(), self._engine.chance())
            await self._keep(page, judged)
            return False
        if response.status == _NOT_MODIFIED:
            judged = visit.not_modified(page, self._engine.clock(), self._engine.chance())
            await self._keep(page, judged, response=response)
            return False
        await self._engine.reading.acquire()
        task = asyncio.create_task(self._read(page, site, response, more))
        task.add_done_callback(lambda _: self._engine.reading.release())
        self._reading.add(task)
        return True

    # --- reading and keeping ------------------------------------------------------------------

    async def _read(self, page: Page, site: Site, response: Response, more: tuple[Response, ...]) -> None:
        try:
            await self._read_and_keep(page, site, response, more)
        finally:
            self._taken.discard(page.id)

    async def _read_and_keep(self, page: Page, site: Site, response: Response, more: tuple[Response, ...]) -> None:
        engine = self._engine
        context = self._context
        target = urls.canonical(response.url) or response.url
        moved = page.kind in {Kind.PAGE, Kind.LIST} and target != page.url
        subject = page if not moved else self._moved(page, target)
        same_reader = subject.epoch == context.epoch
        job = Job(
            response, page.kind, engine.process, site.file, context.profile, cursor_of(page), engine.archiving,
            subject.digest if same_reader else None, more,
        )  # fmt: skip
        engine.being_read += 1
        try:
            read = await asyncio.get_running_loop().run_in_executor(engine.executor, work, job)
        except BrokenExecutor:
            await asyncio.sleep(_SIGNAL_COMES)
            if engine.stopping and not engine.broken:
                self._leave_due()
                return
            engine.broken = True
            engine.stop()
            read = Read("fault", "the worker process that read it died")
        finally:
            engine.being_read -= 1
        now = engine.clock()
        if read.label == "fault":
            engine.tally.findings.append(f"{page.url}: {read.reason}; the page is left for later")
            await self._keep(page, Judged(schedule.failed(page, now, engine.chance()), "failed", read.reason))
            return
        if moved and not urls.LOGIN.search(target):
            await self._keep(page, visit.alias(page, now, target), response=response)
        elif moved:
            subject = page
        links = [*read.links, *(Link(url) for url in engine.unseen(read.out))]
        found = visit.found(subject, links, self._outlook(site), now) if links else []
        fresh = self._store.unknown(item.url for item in found) if subject.kind is not Kind.PAGE else 0
        judged = visit.judge(subject, response, read, now, engine.chance(), epoch=context.epoch, fresh=fresh)
        other = self._canonical_of(subject, site, read)
        if other is not None:
            judged = visit.alias(subject, now, other)
        await self._keep(subject, judged, response=response, read=read, found=found)

    def _leave_due(self) -> None:
        """Say nothing of a page whose reader was stopped together with the run: it stays due, and its host rested."""
        if not self._store.note(self._host, self._lease.token):
            raise FencedError(self._lease.key)

    def _moved(self, page: Page, target: str) -> Page:
        """The row of the address that a redirect led to, new when it was not known."""
        known = self._store.page(target)
        return known or Page(0, page.host, target, page.kind, Via.REDIRECT, page.rank, page.depth, 0)

    def _canonical_of(self, page: Page, site: Site, read: Read) -> str | None:
        """The address of which a page says it is a copy, where that one was read and is a review itself.

        One that is not known yet is asked first; the copy's own records stand until then.
        """
        other = read.canonical
        if other is None or other == page.url or not read.records or not site.scope.admits(other):
            return None
        known = self._store.page(other)
        if known is None:
            self._store.put(
                self._lease.key, [Found(other, Kind.PAGE, Via.CANONICAL, 1, page.depth, self._engine.clock())]
            )
            return None
        return other if known.last_ok is not None and known.label in visit.REVIEWS else None

    def _outlook(self, site: Site) -> Outlook:
        shapes = self._store.shapes(self._lease.host)
        right, wrong = shapes.get("lastmod", (0, 0))
        return Outlook(site.scope, urls.likeness_table(shapes), self._complete(), _trust(right, wrong))

    async def _is_needless(self, page: Page) -> bool:
        """Whether a page is an archive, found by a link, of a host whose sources name every post."""
        if page.visited is not None or page.via not in {Via.LINK, Via.NEXT} or not urls.is_archive(page.url):
            return False
        if self._reading and not self._complete():
            await asyncio.wait(self._reading)  # a source may be among what is being read
        return self._complete()

    def _complete(self) -> bool:
        """Whether a source names every post of the host."""
        sources = self._store.sources(self._lease.host)
        return any(s.label == "complete" and s.kind in {Kind.SITEMAP, Kind.REST} for s in sources)

    async def _keep(
        self,
        page: Page,
        judged: Judged,
        *,
        response: Response | None = None,
        read: Read | None = None,
        found: list[Found] | None = None,
    ) -> None:
        """Commit what a visit came to, and tell of it."""
        engine = self._engine
        now = engine.clock()

        def build(archived: tuple[Archived, ...]) -> Visit:
            return Visit(
                judged.page,
                at=now,
                run=engine.run_id,
                decision=judged.decision,
                reason=judged.reason,
                status=judged.page.status,
                ms=0 if response is None else int(response.elapsed * 1000),
                bytes=0 if response is None else len(response.body),
                directives="" if read is None else _directives(read),
                profile=self._context.epoch,
                archived=archived,
                records=judged.records,
                found=tuple(found or ()),
                observed=read.observed if read is not None and read.observed else None,
                host=self._host,
                lease=self._lease,
                shape=judged.shape,
            )

        members = () if read is None or read.member is None else (read.member,)
        result = await engine.committer.put(build, members)
        if result.fenced:
            raise FencedError(self._lease.key)
        engine.note_visit(self._lease.key, page, judged, result, response, self._host)


def _directives(read: Read) -> str:
    asked = read.directives
    names = [name for name in ("noindex", "nofollow", "noarchive") if getattr(asked, name)]
    return ",".join([*names, *(["reserved"] if asked.reserved else [])])


def _trust(right: int, wrong: int) -> int:
    """How many addresses of a sitemap may be asked early for their `lastmod`: five while it is on trial."""
    if right + wrong < 5:  # noqa: PLR2004 - the trial
        return 5
    return 1_000_000 if right > 4 * wrong else 0
