"""A Fetcher over real servers, with a clock that only sleeping moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from support.server import Server

from scraper.fetch.client import Fetcher
from scraper.fetch.settings import FetchSettings, Terms
from scraper.fetch.state import HostState, MemoryState

CONTACT = "https://crawler.example/about"


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    now: float = 1_800_000_000.0
    slept: float = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Asker:
    """Makes Fetchers whose servers count as the operator's own."""

    clock: Clock = field(default_factory=Clock)
    state: HostState = field(default_factory=MemoryState)

    def __call__(self, *servers: Server, delay: float | None = None, **settings: object) -> Fetcher:
        hosts = {f"{server.host}:{server.port}": Terms(own=True, delay=delay) for server in servers}
        return Fetcher(
            FetchSettings(CONTACT, hosts, **settings),
            self.state,
            clock=self.clock,
            sleep=self.clock.sleep,
            chance=lambda: 0.0,
        )
