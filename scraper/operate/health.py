"""Health: everything that a person should act on, each with its remedy; nothing when all is well."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from scraper.config import Project
from scraper.crawl.lock import locked
from scraper.errors import ScraperError
from scraper.operate.drift import Finding, drift
from scraper.operate.runs import Run, read_all

if TYPE_CHECKING:
    from scraper.store import Store

ROOM: Final = 500 * 1024 * 1024
"""Bytes that should be free where the output lies."""
ROBOTS_AFTER: Final = 7 * 86_400.0
LAG: Final = 10_000
LEAST_DUE: Final = 100
LONG_RUN: Final = 12.0
"""Hours after which a run that still holds the lock is a finding."""
GROWING: Final = 4
"""So many runs in a row must each end with more due pages than the one before."""


def check(project: Project, *, now: float) -> list[Finding]:
    """Every finding about a project, the gravest first."""
    runs = read_all(project.output / "runs")
    return [
        *_configuration(project, runs),
        *_disk(project.output),
        *_clock(runs, now),
        *_database(project),
        *_lock(project.output, runs, now),
        *_last_success(project, runs, now),
        *_backlog(runs),
        *_robots(runs),
        *_lag(runs),
        *(
            Finding("run", "run", text, "see the run's summary in output/runs")
            for text in (runs[-1].findings if runs else ())
        ),
        *drift(runs),
    ]


def _configuration(project: Project, runs: Sequence[Run]) -> Iterator[Finding]:
    if project.settings.contact is None:
        remedy = 'add contact = "https://..." or "mailto:..." to config/scraper.toml'
        yield Finding("contact", "configuration", "no contact is set, so nothing is fetched", remedy)
    if not project.sites and not runs:
        remedy = "make one with `scrape site new URL`, or give `scrape crawl --seed URL`"
        yield Finding(
            "configuration", "configuration", "config/sites has no site file, and nothing was crawled", remedy
        )


def _disk(output: Path) -> Iterator[Finding]:
    folder = next(path for path in (output, *output.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        what = f"{free // (1024 * 1024)} MB are free where {output} lies"
        yield Finding("disk", str(output), what, "make room, or move output/archive to a larger disk")


def _clock(runs: Sequence[Run], now: float) -> Iterator[Finding]:
    ahead = max((run.finished for run in runs), default=0.0) - now
    if ahead > 60:  # noqa: PLR2004 - a minute of disagreement is usual
        what = f"the clock stands {ahead / 3600:.1f} hours before the end of the last run"
        yield Finding("clock", "clock", what, "set the clock (timedatectl set-ntp true)")


def _database(project: Project) -> Iterator[Finding]:
    from scraper.store import open_store  # noqa: PLC0415 - a store that cannot be imported is a finding too

    target = project.settings.store
    remote = target.startswith(("postgresql://", "postgres://"))
    path = (project.folder or Path.cwd()) / target
    if not remote and not path.exists():
        yield Finding("database", target, f"{target} does not exist yet", "run `scrape crawl` once")
        return
    try:
        store = open_store(target if remote else path)
        try:
            yield from _integrity(store, target, remote=remote)
        finally:
            store.close()
    except ScraperError as error:
        yield Finding(
            "database", target, str(error), "restore it from a backup, or correct `store` in config/scraper.toml"
        )


def _integrity(store: Store, target: str, *, remote: bool) -> Iterator[Finding]:
    told = "ok" if remote else str(store.database.run("PRAGMA quick_check(1)")[0][0])
    if told != "ok":
        yield Finding("database", target, f"{target} is damaged ({told[:100]})", "restore it from a backup")


def _lock(output: Path, runs: Sequence[Run], now: float) -> Iterator[Finding]:
    """A lock that is held long after the last run ended: a run that hangs."""
    if not (output / "crawl.lock").exists() or not runs:
        return
    try:
        with locked(output):
            return
    except ScraperError:
        hours = (now - runs[-1].finished) / 3600
    if hours > LONG_RUN:
        what = f"a run has held the lock, and none has ended for {hours:.0f} hours"
        yield Finding("lock", "runs", what, "see what it does with `scrape status`; end it with Ctrl-C or SIGTERM")


def _last_success(project: Project, runs: Sequence[Run], now: float) -> Iterator[Finding]:
    good = [run.finished for run in runs if run.ok]
    limit = project.settings.operate.stale_hours
    if not good:
        yield Finding("stale", "runs", "no run has succeeded yet", "run `scrape crawl`, or look at its messages")
        return
    hours = (now - good[-1]) / 3600
    if hours > limit:
        at = datetime.fromtimestamp(good[-1], UTC).isoformat(timespec="minutes")
        what = f"the last success was {hours:.0f} hours ago ({at}), the limit is {limit:g}"
        yield Finding(
            "stale", "runs", what, "see that the timer or cron line runs, and what `scrape crawl` says by hand"
        )


def _backlog(runs: Sequence[Run]) -> Iterator[Finding]:
    due = [run.watch.due for run in runs[-GROWING - 1 :]]
    growing = len(due) > GROWING and all(one < other for one, other in pairwise(due))
    if growing and due[-1] >= LEAST_DUE and due[-1] > 2 * median(due[:2]):
        what = f"the backlog grew in each of the last {GROWING} runs, from {due[0]} to {due[-1]} due pages"
        yield Finding(
            "backlog", "runs", what, "run longer or more often (`scrape crawl --for`), or leave out parts of sites"
        )


def _robots(runs: Sequence[Run]) -> Iterator[Finding]:
    for host, seconds in sorted(runs[-1].watch.robots_unreadable.items()) if runs else ():
        if seconds > ROBOTS_AFTER:
            what = f"{host}: robots.txt has been unreadable for {seconds / 86_400:.0f} days, so nothing is asked of it"
            yield Finding("robots", host, what, f"ask its owner, or pause it: `scrape hosts pause {host}`")


def _lag(runs: Sequence[Run]) -> Iterator[Finding]:
    for reader, lag in sorted(runs[-1].watch.outbox_lag.items()) if runs else ():
        if lag > LAG:
            what = f"{reader} is {lag:,} changes behind"
            yield Finding("lag", reader, what, "run `scrape publish` and read what it says")
