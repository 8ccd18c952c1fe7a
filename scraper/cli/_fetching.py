"""One-off fetching: the project's rules and host state, else the user's cache folder."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from scraper.config import Project
from scraper.errors import ConfigError, FetchError
from scraper.model import Response

if TYPE_CHECKING:
    from scraper.fetch import Fetcher, FetchSettings, HostState


def fetch_settings(project: Project, wait: float) -> FetchSettings:
    """How this project fetches; ConfigError without a contact."""
    from scraper.fetch import FetchSettings

    settings = project.settings
    if settings.contact is None:
        where = f"in {project.folder / 'config' / 'scraper.toml'}" if project.folder else "here: there is no project"
        raise ConfigError(
            f"no contact is set {where}, so nothing is fetched; "
            + (
                'add contact = "mailto:you@example.org"'
                if project.folder
                else "make one with: scrape init --contact mailto:you@example.org"
            )
        )
    return FetchSettings(contact=settings.contact, hosts=project.hosts, delay=settings.delay, wait=wait)


class Fetching:
    """A Fetcher that is made at the first address; an async context manager within one event loop."""

    def __init__(self, project: Project, wait: float) -> None:
        self._project = project
        self._wait = wait
        self._open = ExitStack()
        self._state: HostState | None = None
        self._fetcher: Fetcher | None = None

    async def __aenter__(self) -> Self:
        """Nothing is opened before the first address."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close connections and host state."""
        if self._fetcher is not None:
            await self._fetcher.__aexit__(kind, error, trace)
        self._open.close()

    async def fetch(self, url: str) -> Response:
        """Ask for one address politely; raises FetchError."""
        from scraper.fetch import Fetcher

        if self._fetcher is None:
            settings = fetch_settings(self._project, self._wait)
            self._state = self._open_state()
            self._fetcher = Fetcher(settings, self._state, forgotten=self._is_forgotten)
        return await self._fetcher.fetch(url)

    def _is_forgotten(self, url: str) -> bool:
        """Whether the project's operator took the address, or its whole host, down for good."""
        from scraper.crawl.urls import canonical
        from scraper.store import Store

        state = self._state
        if not isinstance(state, Store):
            return False
        return state.is_forgotten(canonical(url) or url) or state.is_forgotten(f"host:{self.key(url)}")

    def key(self, url: str) -> str:
        """The politeness key of an address that was fetched."""
        if self._fetcher is None:
            raise RuntimeError("nothing was fetched yet")
        return self._fetcher.key(url)

    def robots_line(self, url: str) -> str | None:
        """What robots.txt says of an address: which group and line decide, and when they were read."""
        from scraper.fetch.address import parse_address
        from scraper.fetch.robots import explain

        try:
            copy = self._state.robots(parse_address(url).origin) if self._state is not None else None
        except FetchError:
            return None
        return None if copy is None else explain(copy, url, time.time())

    def _open_state(self) -> HostState:
        from scraper.fetch import OnceOffState

        if self._project.folder is None:
            return self._open.enter_context(OnceOffState())
        from scraper.store import open_store

        target = self._project.settings.store
        if target.startswith(("postgresql://", "postgres://")):
            store = open_store(target)
        else:
            path = Path(self._project.folder) / target
            path.parent.mkdir(parents=True, exist_ok=True)
            store = open_store(path)
        self._open.callback(store.close)
        return store
