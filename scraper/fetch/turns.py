"""Turns: one request at a time to a host, no sooner than it may be asked, across processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from scraper.errors import FetchError
from scraper.fetch.address import Address
from scraper.fetch.exchange import LONGEST_IP_WAIT
from scraper.fetch.faults import HURTING, status_fault
from scraper.fetch.pace import Pace, after_answer, after_failure, turn_at
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import HostState
from scraper.fetch.window import Window
from scraper.model import Host, Response

NO_HOST_MET: Final = frozenset({"dns", "private_address"})
"""Codes of failures in which no host was asked anything."""

_POLL: Final = 0.5
"""Seconds between two looks at a slot that another process holds."""
_MARGIN: Final = LONGEST_IP_WAIT + 5.0


@dataclass(slots=True)
class Patience:
    """How many seconds of waiting for turns one call still has."""

    left: float


class Turns:
    """Hands out turns over a `HostState`, and writes down what each request taught about the host.

    A turn is reserved in the state before it is waited for: nobody else can take it meanwhile.
    """

    def __init__(
        self,
        state: HostState,
        settings: FetchSettings,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        chance: Callable[[], float],
    ) -> None:
        self._state = state
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._queues: dict[str, asyncio.Lock] = {}

    async def take(
        self,
        address: Address,
        key: str,
        bounds: Pace,
        patience: Patience,
        send: Callable[[], Awaitable[Response]],
        *,
        windows: Iterable[Window] = (),
    ) -> Response:
        """Wait for the turn of `key`, send, and give the turn back; raises FetchError `busy`.

        Callers in this process queue in order; their waiting for each other costs no patience.
        """
        async with self._queues.setdefault(key, asyncio.Lock()):
            host, token = await self._slot(address, key, bounds, patience, windows)
            after = _rested(host, bounds, self._clock() + self._settings.total_timeout)
            try:
                response = await send()
                after = self._after(host, bounds, response, status_fault(response, self._clock()))
            except FetchError as fault:
                after = self._after(host, bounds, None, fault)
                raise
            except asyncio.CancelledError:
                after = _rested(host, bounds, self._clock())
                raise
            finally:
                self._state.release(after, token)
        return response

    def _after(self, host: Host, bounds: Pace, response: Response | None, fault: FetchError | None) -> Host:
        now, chance = self._clock(), self._chance()
        if fault is not None and fault.code in NO_HOST_MET:
            return host
        if fault is not None and fault.code in HURTING:
            return after_failure(host, now=now, reason=str(fault), pace=bounds, chance=chance, retry_at=fault.retry_at)
        latency = None if response is None else response.elapsed
        return after_answer(host, now=now, latency=latency, good=fault is None, pace=bounds, chance=chance)

    async def _slot(
        self, address: Address, key: str, bounds: Pace, patience: Patience, windows: Iterable[Window]
    ) -> tuple[Host, int]:
        """The host and the token of its slot, at its turn."""
        while True:
            now = self._clock()
            ttl = patience.left + self._settings.total_timeout + bounds.delay(None) + _MARGIN
            token = self._state.claim(key, now=now, until=now + ttl)
            if token is not None:
                host = self._state.host(key)
                at = turn_at(host, now, bounds, windows)
                if at - now > patience.left:
                    self._state.release(host, token)
                    raise _busy(address, key, host, at, now)
                await self._wait(host, token, at, patience)
                return host, token
            if patience.left < _POLL:
                raise _busy(address, key, self._state.host(key), now + bounds.delay(None), now)
            patience.left -= _POLL
            await self._sleep(_POLL)

    async def _wait(self, host: Host, token: int, at: float, patience: Patience) -> None:
        begun = self._clock()
        try:
            while (gap := at - self._clock()) > 0:
                await self._sleep(gap)
        except asyncio.CancelledError:
            self._state.release(host, token)
            raise
        patience.left -= max(self._clock() - begun, 0.0)


def _rested(host: Host, bounds: Pace, now: float) -> Host:
    """The host after a request that we broke off: as if it had been answered at `now`."""
    delay = bounds.delay(host.latency)
    return replace(host, next_at=now + delay, delay=delay)


def _busy(address: Address, key: str, host: Host, at: float, now: float) -> FetchError:
    if host.state == "paused":
        why = host.reason or "by the operator"
        text = f"{key} is paused ({why}); `scrape hosts resume {key}` when it is well again"
        return FetchError(f"{address.url}: {text}", code="busy", url=address.url)
    why = f" ({host.reason})" if host.reason else ""
    text = f"the turn of {key} comes in {max(at - now, 0):.0f} s{why}; wait longer or come back then"
    return FetchError(f"{address.url}: {text}", code="busy", url=address.url, retry_at=at)
