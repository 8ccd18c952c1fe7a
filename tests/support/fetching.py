"""A Fetcher over real servers, with a clock that only sleeping moves."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpcore
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


class Loopback(httpcore.AnyIOBackend):
    """Dials servers on loopback in place of public addresses: an Internet in a box."""

    def __init__(self, sites: Mapping[str, Server]) -> None:
        super().__init__()
        self._sites = sites
        self.dialled: list[str] = []

    async def connect_tcp(self, host: str, port: int, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        self.dialled.append(host)
        if host not in self._sites:
            raise httpcore.ConnectError(f"nothing answers at {host}:{port}")
        site = self._sites[host]
        return await super().connect_tcp(site.host, site.port, *rest, **more)


@dataclass
class Asker:
    """Makes Fetchers, either with servers as the operator's own hosts or with a small Internet.

    `names` maps host names to their addresses, `sites` maps public addresses to servers.
    """

    clock: Clock = field(default_factory=Clock)
    state: HostState = field(default_factory=MemoryState)

    def __call__(self, *servers: Server, delay: float | None = None, **settings: Any) -> Fetcher:
        hosts = {f"{server.host}:{server.port}": Terms(own=True, delay=delay) for server in servers}
        return self._fetcher(FetchSettings(CONTACT, hosts, **settings))

    def internet(
        self,
        names: Mapping[str, Sequence[str]],
        sites: Mapping[str, Server],
        hosts: Mapping[str, Terms] | None = None,
        **settings: Any,
    ) -> Fetcher:
        async def resolve(host: str, port: int) -> list[str]:
            if host not in names:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return list(names[host])

        return self._fetcher(FetchSettings(CONTACT, hosts or {}, **settings), resolve=resolve, dialler=Loopback(sites))

    def _fetcher(self, settings: FetchSettings, **seams: Any) -> Fetcher:
        return Fetcher(settings, self.state, clock=self.clock, sleep=self.clock.sleep, chance=lambda: 0.0, **seams)
