"""The Fetcher: asks one URL after another as a guest would. See docs/politeness.md for the rules.

    async with Fetcher(FetchSettings(contact="https://harrow.example/crawler"), state) as fetcher:
        response = await fetcher.fetch("https://idamoss.example/reviews/harrow-lane")

**With a lease held elsewhere** (the crawl holds its host in the store), use `get`, `refresh` and
`next_hop` instead of `fetch`: they send at once, wait for nobody and record nothing about pace.
The caller then asks `is_due` and `decide` of `scraper.fetch.robots` before, and writes
`after_answer` or `after_failure` of `scraper.fetch.pace` after each request.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import TracebackType
from typing import Final, Self
from urllib.parse import urljoin

import httpcore

from scraper.errors import FetchError
from scraper.fetch import robots
from scraper.fetch.address import Address, is_own, parse_address, politeness_key
from scraper.fetch.exchange import PAGE_TYPES, Exchange, Validators
from scraper.fetch.faults import REDIRECTS
from scraper.fetch.guard import Resolve, system_resolve
from scraper.fetch.pace import Pace
from scraper.fetch.reserve import WELL_KNOWN, reserved_by_headers
from scraper.fetch.rules import LONGEST_TEXT
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import HostState, MemoryState
from scraper.fetch.turns import NO_HOST_MET, Patience, Turns
from scraper.fetch.window import Window
from scraper.model import Response, RobotsCopy

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]
Ask = Callable[[Address], Awaitable[Response]]

_TDMREP_RETRY: Final = 3600.0
_NO_CONNECTION: Final = frozenset({"dns", "private_address", "connect", "tls", "timeout", "network"})


class Fetcher:
    """Fetches single URLs within the rules; an async context manager. One per event loop.

    `state` is where host state is kept (in memory by default: good for one run only). `forgotten`
    tells of an address whether it was taken down for good: then `fetch` refuses it. `clock`,
    `sleep`, `chance`, `tls`, `resolve` and `dialler` are seams for tests.
    """

    def __init__(  # noqa: PLR0913 - all but the first three are seams with a default
        self,
        settings: FetchSettings,
        state: HostState | None = None,
        *,
        clock: Clock = time.time,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = system_resolve,
        dialler: httpcore.AsyncNetworkBackend | None = None,
        forgotten: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.settings = settings
        self._forgotten = forgotten
        self._state = MemoryState() if state is None else state
        self._clock = clock
        self._sleep = sleep
        self._asking: dict[str, asyncio.Lock] = {}
        self._turns = Turns(self._state, settings, clock=clock, sleep=sleep, chance=chance)
        self._exchange = Exchange(
            settings, self._state, clock=clock, sleep=sleep, tls=tls, resolve=resolve, dialler=dialler
        )

    async def __aenter__(self) -> Self:
        """Nothing is opened before the first request."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        await self._exchange.aclose()

    async def fetch(
        self, url: str, validators: Validators | None = None, *, types: frozenset[str] = PAGE_TYPES
    ) -> Response:
        """Ask for one URL politely and follow its redirects, each within the rules of its own host.

        Status 2xx, or 304 where `validators` were given. Waits at most `settings.wait` seconds for
        the host's turn (not counting callers of the same Fetcher that stand before it). Raises
        FetchError with one of `errors.FETCH_CODES`.
        """
        patience = Patience(self.settings.wait)
        address = parse_address(url)
        hops: list[str] = []
        while True:
            if self._forgotten(address.url):
                raise FetchError(
                    f"{address.url}: taken down for good by `scrape forget`; not fetched again",
                    code="forgotten",
                    url=address.url,
                )
            copy = await self._permission(address, patience)
            response = await self._page(address, None if hops else validators, types, copy, patience)
            if response.status not in REDIRECTS:
                break
            hops.append(address.url)
            address = self.next_hop(response, hops)
        reserved = None if self.is_settled(address.url) else reserved_by_headers(response)
        if reserved is not None:
            raise FetchError(f"{address.url}: {reserved}", code="reserved", url=address.url)
        return replace(response, requested_url=parse_address(url).url, redirects=tuple(hops))

    async def get(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        types: frozenset[str] = PAGE_TYPES,
        rest: float | None = None,
    ) -> Response:
        """One GET under a slot that the caller holds: no robots.txt, no waiting, no pace, no redirects.

        The address guard and the caps on size, time and type hold here too. `rest` is the host's
        delay: a broken connection is tried once more after it, if that fits into the total time.
        The answer is 2xx, 304 or a redirect (see `next_hop`); anything else raises FetchError,
        whose `retry_at` carries a Retry-After.
        """
        return await self._exchange.get(url, validators, types=types, rest=rest)

    async def refresh(self, url: str, previous: RobotsCopy | None, *, key: str, rest: float) -> RobotsCopy:
        """Read robots.txt and, where it lets anything through, tdmrep.json of the URL's origin.

        For callers that hold the slot of `key`: requests to it are kept `rest` seconds apart,
        requests that a redirect leads elsewhere take their own turn there. The copy is returned,
        not saved. A failure is a copy too (`verdict` "unreadable"); only an address that must not
        be dialled raises FetchError.
        """
        sent, gap = 0, rest

        async def ask(address: Address) -> Response:
            nonlocal sent
            if self.key(address.url) != key:
                return await self._ask_in_turn(address, Patience(self.settings.wait))
            sent += 1
            if sent > 1:
                await self._sleep(gap)
            return await self._exchange.send(address.url, cut=LONGEST_TEXT)

        address = parse_address(url)
        copy, fault = await self._read_robots(address, previous, ask)
        if fault is not None and fault.code == "private_address":
            raise fault
        gap = max(rest, robots.rules_of(copy).delay)
        if robots.tdmrep_is_due(copy, self._clock()):
            copy = await self._read_tdmrep(address, copy, ask)
        return copy

    def key(self, url: str) -> str:
        """The politeness key under which `url` is asked."""
        return politeness_key(url, self.settings.own)

    def pace(self, url: str, copy: RobotsCopy | None = None) -> Pace:
        """What bounds the delay of the URL's host: our floor, and what the copy of robots.txt asks for."""
        address = parse_address(url)
        asked = 0.0 if copy is None else robots.rules_of(copy).delay
        terms = self.settings.terms(address.host, address.netloc)
        floor = self.settings.delay if terms.delay is None else terms.delay
        return Pace(floor, asked, adaptive=not terms.own)

    def is_settled(self, url: str) -> bool:
        """Whether the operator has settled the data-mining reservation of the URL's host, with a reason."""
        address = parse_address(url)
        return bool((self.settings.terms(address.host, address.netloc).reserved or "").strip())

    def next_hop(self, response: Response, hops: list[str]) -> Address:
        """Where a redirect leads; `hops` are the addresses it has led over so far.

        Raises FetchError `bad_redirect`, `redirect_loop`, or `private_address` where another's
        site points into one of the operator's own hosts.
        """
        here = parse_address(response.url)
        location = response.header("location")
        if not location:
            raise FetchError(f"{here.url}: a redirect that names no address", code="bad_redirect", url=here.url)
        try:
            there = parse_address(urljoin(here.url, _as_utf8(location.strip())))
        except (FetchError, ValueError) as error:
            raise FetchError(
                f"{here.url}: redirects to {location[:200]!r}, which cannot be fetched",
                code="bad_redirect",
                url=here.url,
            ) from error
        if there.url in hops or len(hops) > self.settings.max_redirects:
            raise FetchError(
                f"{here.url}: redirected in a circle or more than {self.settings.max_redirects} times",
                code="redirect_loop",
                url=here.url,
            )
        if is_own(there, self.settings.own) and not is_own(here, self.settings.own):
            raise FetchError(
                f"{here.url}: redirects into {there.netloc}, one of your own hosts; not followed",
                code="private_address",
                url=here.url,
            )
        return there

    # --- permission -----------------------------------------------------------------------

    async def _permission(self, address: Address, patience: Patience) -> RobotsCopy:
        """The copy of robots.txt that lets `address` be fetched now, read afresh when due; raises FetchError."""
        async with self._asking.setdefault(address.origin, asyncio.Lock()):
            copy = await self._known(address, patience)
        verdict = robots.decide(copy, address.url, self._clock(), settled=self.is_settled(address.url))
        if verdict.code:
            raise FetchError(
                f"{address.url}: {verdict.reason}", code=verdict.code, url=address.url, retry_at=verdict.retry_at
            )
        return copy

    async def _known(self, address: Address, patience: Patience) -> RobotsCopy:
        """What is known of the origin, after asking for what is due."""
        copy = self._state.robots(address.origin)

        async def ask(at: Address) -> Response:
            return await self._ask_in_turn(at, patience)

        if copy is None or robots.is_due(copy, self._clock()):
            copy, fault = await self._read_robots(address, copy, ask)
            if fault is None or fault.code not in NO_HOST_MET:
                self._state.save_robots(copy)
            if fault is not None and fault.code in _NO_CONNECTION and not self._allowed(address, copy):
                text = f"{address.url}: {_reason(fault)} (asked for robots.txt first)"
                raise FetchError(text, code=fault.code, url=address.url, retry_at=fault.retry_at) from fault
        if self._allowed(address, copy) and robots.tdmrep_is_due(copy, self._clock()):
            copy = await self._read_tdmrep(address, copy, ask)
            self._state.save_robots(copy)
        return copy

    def _allowed(self, address: Address, copy: RobotsCopy) -> bool:
        return robots.decide(copy, address.url, self._clock(), settled=self.is_settled(address.url)).allowed

    async def _read_robots(
        self, address: Address, previous: RobotsCopy | None, ask: Ask
    ) -> tuple[RobotsCopy, FetchError | None]:
        at = parse_address(f"{address.origin}/robots.txt")
        hops: list[str] = []
        try:
            response = await ask(at)
            while response.status in REDIRECTS:
                hops.append(at.url)
                at = self.next_hop(response, hops)
                response = await ask(at)
        except FetchError as fault:
            if fault.code == "busy":
                raise
            copy = robots.after_failure(address.origin, previous, _reason(fault), self._clock())
            return copy, None if hops else fault
        forbid = self.settings.forbid_403
        now = self._clock()
        return robots.after_answer(address.origin, previous, response, now, forbid_403=forbid), None

    async def _read_tdmrep(self, address: Address, copy: RobotsCopy, ask: Ask) -> RobotsCopy:
        try:
            response = await ask(parse_address(address.origin + WELL_KNOWN))
        except FetchError as fault:
            if fault.code == "busy":
                raise
            return replace(copy, tdmrep_at=self._clock() - robots.TDMREP_GOOD_FOR + _TDMREP_RETRY)
        found = response.status == 200 and len(response.body) < LONGEST_TEXT  # noqa: PLR2004 - the status
        text = response.body.decode("utf-8-sig", errors="replace").strip() if found else ""
        return replace(copy, tdmrep=text if text.startswith("[") else "", tdmrep_at=self._clock())

    # --- requests in turn -----------------------------------------------------------------

    async def _page(
        self,
        address: Address,
        validators: Validators | None,
        types: frozenset[str],
        copy: RobotsCopy,
        patience: Patience,
    ) -> Response:
        bounds = self.pace(address.url, copy)
        rest = bounds.delay(None)
        return await self._turns.take(
            address,
            self.key(address.url),
            bounds,
            patience,
            lambda: self._exchange.get(address.url, validators, types=types, rest=rest),
            windows=self._windows(address, copy),
        )

    def _windows(self, address: Address, copy: RobotsCopy) -> tuple[Window, ...]:
        ours = self.settings.windows
        return tuple(
            window
            for window in (ours.get(address.netloc) or ours.get(address.host), robots.rules_of(copy).visit_time)
            if window is not None
        )

    async def _ask_in_turn(self, address: Address, patience: Patience) -> Response:
        return await self._turns.take(
            address,
            self.key(address.url),
            self.pace(address.url, self._state.robots(address.origin)),
            patience,
            lambda: self._exchange.send(address.url, cut=LONGEST_TEXT),
        )


def _reason(fault: FetchError) -> str:
    """The fault's sentence without the address before it."""
    return str(fault).removeprefix(f"{fault.url}: ")


def _as_utf8(value: str) -> str:
    """A header value whose bytes are UTF-8, as every browser takes a Location; else as it is."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
