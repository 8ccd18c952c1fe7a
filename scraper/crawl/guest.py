"""A guest of one host: asks under a lease, in turn, within robots.txt.

The host's pace is kept here and written with every commit. A crash between a request and its
commit cannot shorten a delay: the lease, which is in the store before the request goes out,
outlasts the request and the delay after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from scraper.crawl import rest, urls
from scraper.errors import FetchError
from scraper.extract.parts import next_part
from scraper.fetch import robots
from scraper.fetch.address import parse_address
from scraper.fetch.exchange import ARCHIVE_TYPES, PAGE_TYPES, Validators
from scraper.fetch.faults import HURTING, REDIRECTS
from scraper.fetch.pace import Pace, after_answer, after_failure, turn_at
from scraper.fetch.reserve import reserved_by_headers
from scraper.fetch.turns import NO_HOST_MET
from scraper.fetch.window import Window
from scraper.model import Host, Response, RobotsCopy
from scraper.store import FencedError, Found, Kind, Lease, Page, Via

if TYPE_CHECKING:
    from scraper.crawl.engine import Engine

PATIENCE: Final = 1.0
"""Longest wait for a turn under a lease, in seconds; for a longer one the host is left."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When and within what bounds the next request may go out."""

    at: float
    pace: Pace
    copy: RobotsCopy


class LeaveError(Exception):
    """The host is to be left, ready again at `not_before`."""

    def __init__(self, not_before: float) -> None:
        super().__init__()
        self.not_before = not_before


class Guest:
    """Asks one leased host. `host` and `lease` are as they stand now; the caller writes them."""

    def __init__(self, engine: Engine, lease: Lease) -> None:
        self._engine = engine
        self._store = engine.store
        self._fetcher = engine.fetcher
        self._lease = lease
        self._host = engine.store.host(lease.key)
        self._copies: dict[str, RobotsCopy] = {}
        """What is known of robots.txt, by origin: nobody else reads it anew while the host is leased."""

    async def _permission(self, url: str) -> Turn:
        """The turn of a URL that robots.txt lets through; raises FetchError where it does not."""
        address = parse_address(url)
        now = self._engine.clock()
        copy = self._copies.get(address.origin) or self._store.robots(address.origin)
        if copy is None or robots.is_due(copy, now) or robots.tdmrep_is_due(copy, now):
            copy = await self._refresh(url, address.origin, copy)
        self._copies[address.origin] = copy
        settled = self._fetcher.is_settled(url)
        verdict = robots.decide(copy, url, self._engine.clock(), settled=settled)
        if verdict.code:
            raise FetchError(f"{url}: {verdict.reason}", code=verdict.code, url=url, retry_at=verdict.retry_at)
        return self._turn(url, copy)

    def _turn(self, url: str, copy: RobotsCopy) -> Turn:
        pace = self._fetcher.pace(url, copy)
        at = turn_at(self._host, self._engine.clock(), pace, self._windows(url, copy))
        return Turn(at, pace, copy)

    def _windows(self, url: str, copy: RobotsCopy) -> list[Window]:
        parts = urlsplit(url)
        ours = self._fetcher.settings.windows
        both = (ours.get(parts.netloc) or ours.get(parts.hostname or ""), robots.rules_of(copy).visit_time)
        return [window for window in both if window is not None]

    async def _refresh(self, url: str, origin: str, previous: RobotsCopy | None) -> RobotsCopy:
        """Read robots.txt in its turn, and take in the sitemaps it names."""
        known = previous or RobotsCopy(origin, 0.0, "allow_all")
        turn = self._turn(url, known)
        await self._wait(turn)
        delay = turn.pace.delay(self._host.latency)
        await self._hold(delay * 3)
        copy = await self._fetcher.refresh(url, previous, key=self._lease.key, rest=delay)
        self._store.save_robots(copy)
        now = self._engine.clock()
        pace = self._fetcher.pace(url, copy)
        self._host = after_answer(
            self._host, now=now, latency=None, good=False, pace=pace, chance=self._engine.chance()
        )
        self._engine.tally.requests += 1
        if not self._store.note(self._host, self._lease.token):
            raise FencedError(self._lease.key)
        self._take_in_sitemaps(copy, now)
        return copy

    def _take_in_sitemaps(self, copy: RobotsCopy, now: float) -> None:
        found = []
        for raw in robots.rules_of(copy).sitemaps[:50]:
            url = urls.canonical(raw)
            site = self._engine.sites.of(url) if url else None
            if url and site is not None:
                found.append(Found(url, Kind.SITEMAP, Via.SITEMAP, 0, 0, now))
        if found:
            self._store.put(self._lease.key, found)

    async def _wait(self, turn: Turn) -> None:
        """Wait for the turn, or leave the host where it is far off."""
        while (gap := turn.at - self._engine.clock()) > 0:
            if gap > PATIENCE:
                raise LeaveError(turn.at)
            await self._engine.sleep(gap)

    async def _hold(self, delay: float) -> None:
        """Make sure that the lease outlasts the longest request and the delay after it."""
        needed = self._engine.clock() + 1.1 * (self._fetcher.settings.total_timeout + delay)
        if self._lease.until < needed:
            longer = needed + self._fetcher.settings.total_timeout
            self._lease = self._store.renew(self._lease, until=longer)

    async def _ask(self, page: Page, turn: Turn) -> Response:
        """The answer to a page's address, redirects within the host followed one by one."""
        url = page.url
        if page.kind is Kind.REST:
            url = rest.request(url, cursor_of(page))
        validators = Validators(page.etag, page.last_modified) if self._may_be_unchanged(page) else None
        response = await self._get(url, turn, validators, page.kind)
        hops: list[str] = []
        while response.status in REDIRECTS:
            hops.append(response.url)
            there = self._fetcher.next_hop(response, hops).url
            if self._engine.sites.of(there) is None or self._fetcher.key(there) != self._lease.key:
                raise FetchError(
                    f"{page.url}: redirects to {there}, outside its site", code="bad_redirect", url=page.url
                )
            turn = await self._permission(there)
            await self._rest(turn)
            response = await self._get(there, turn, None, page.kind)
        reserved = None if self._fetcher.is_settled(response.url) else reserved_by_headers(response)
        if reserved is not None:
            raise FetchError(f"{response.url}: {reserved}", code="reserved", url=response.url)
        return replace(response, requested_url=page.url, redirects=tuple(hops))

    async def _further(self, page: Page, first: Response) -> tuple[Response, ...]:
        """The further pages of the text whose first page was answered; one that is missing ends them."""
        more: list[Response] = []
        if page.kind is not Kind.PAGE or first.status in REDIRECTS or not _may_go_on(first):
            return ()
        if urls.is_archive(first.url):
            return ()
        while address := next_part(first.url, (more[-1] if more else first).body, len(more) + 2):
            turn = await self._permission(address)
            await self._rest(turn)
            try:
                response = await self._get(address, turn, None, page.kind)
            except FetchError as error:
                if error.code in HURTING:
                    raise  # half a text would be another record
                break
            if response.status in REDIRECTS:
                break
            more.append(response)
        return tuple(more)

    def _may_be_unchanged(self, page: Page) -> bool:
        """Whether to ask "changed since?": not when another extractor is to read the page anew."""
        return page.kind is not Kind.REST and page.last_ok is not None

    async def _rest(self, turn: Turn) -> None:
        """Wait for the next hop's turn under the lease, however long the delay is."""
        while (gap := turn.at - self._engine.clock()) > 0:
            await self._hold(gap + turn.pace.delay(self._host.latency))
            await self._engine.sleep(gap)

    async def _get(self, url: str, turn: Turn, validators: Validators | None, kind: Kind) -> Response:
        engine = self._engine
        delay = turn.pace.delay(self._host.latency)
        await self._hold(delay)
        types = ARCHIVE_TYPES if kind is Kind.SITEMAP else PAGE_TYPES
        engine.tally.requests += 1
        try:
            response = await self._fetcher.get(url, validators, types=types, rest=delay)
        except FetchError as error:
            self._host = self._after_fault(error, turn.pace)
            raise
        now = engine.clock()
        self._host = after_answer(
            self._host, now=now, latency=response.elapsed, good=True, pace=turn.pace, chance=engine.chance()
        )
        engine.tally.bytes += len(response.body)
        return response

    def _after_fault(self, error: FetchError, pace: Pace) -> Host:
        now, chance = self._engine.clock(), self._engine.chance()
        if error.code in NO_HOST_MET:
            # Nobody was asked, but asking again at once would be no better.
            return replace(self._host, next_at=now + pace.delay(self._host.latency), reason=str(error))
        if error.code in HURTING:
            return after_failure(
                self._host, now=now, reason=str(error), pace=pace, chance=chance, retry_at=error.retry_at
            )
        return after_answer(self._host, now=now, latency=None, good=False, pace=pace, chance=chance)


def _may_go_on(first: Response) -> bool:
    """Whether the end of a second page's address stands in the body: a quick look before the exact one."""
    own = urlsplit(first.url).path.rstrip("/").rpartition("/")[2]
    body = first.body.lower()
    return any(f"{name}/2".lower().encode() in body for name in {own, unquote(own)})


def cursor_of(page: Page) -> rest.Cursor:
    """How far the posts of an API are read."""
    if page.kind is not Kind.REST or not page.label:
        return rest.Cursor()
    pages = int(page.label.removeprefix("more:")) if page.label.startswith("more:") else 0
    return rest.Cursor(page.lastmod, pages)
