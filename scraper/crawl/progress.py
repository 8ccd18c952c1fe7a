"""The live view of a run on a terminal."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from scraper.crawl.engine import Engine

_HOSTS_SHOWN = 12


class Progress:
    """Shows an engine's tally, twice a second, on standard error."""

    def __init__(self) -> None:
        self._live = Live(console=Console(stderr=True), refresh_per_second=4, transient=True)
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the view."""
        self._live.__exit__(kind, error, trace)

    def show(self, engine: Engine) -> None:
        """Draw the state of a run."""
        tally = engine.tally
        seconds = max(time.monotonic() - self._started, 0.001)
        table = Table(
            title=f"{tally.visits} pages, {tally.visits / seconds:.1f}/s, {tally.upserts} records written, "
            f"{tally.deletes} deleted, {tally.new_urls} new addresses, {engine.at_work} hosts at work",
            title_justify="left",
            box=None,
        )
        for name in ("host", "pages", "new", "changed", "unchanged", "failed"):
            table.add_column(name, justify="left" if name == "host" else "right")
        busiest = sorted(tally.hosts.items(), key=lambda item: -item[1].total())[:_HOSTS_SHOWN]
        for key, counts in busiest:
            shown = (str(counts[name]) for name in ("new", "changed", "unchanged", "failed"))
            pages = counts.total() - counts["known"] - counts["bad"]
            table.add_row(key, str(pages), *shown)
        self._live.update(table)
