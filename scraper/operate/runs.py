"""Run summaries: `output/runs/<id>.json`, one small file per run.

The crawl writes what it counted; `scraper.operate.finish` adds the key `operate`: what the run's
reviews say site by site, the backlog, hosts and readers. Everything that shows runs over time
(report, workbench, drift, metrics) reads these files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from scraper.errors import ScraperError

KEPT: Final = 1_000
"""Summaries that are read, the newest; older files stay where they are."""
_NOT_VISITS: Final = frozenset({"known", "bad", "needless"})


@dataclass(frozen=True, slots=True)
class SiteYield:
    """What one site's reviews of one run say.

    `coverage` is the share of `reviews` with a value, by field; `winners` the most frequent source
    of the winning value, by field; `agreement` the share of given values on which independent
    sources agreed. Shares are 0..1. `pages` were visited, `failed` of them in vain.
    """

    reviews: int = 0
    pages: int = 0
    failed: int = 0
    coverage: Mapping[str, float] = field(default_factory=dict)
    winners: Mapping[str, str] = field(default_factory=dict)
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What is added at a run's end. `due` pages are due, the oldest of them since `oldest_due` seconds.

    `hosts` counts enabled hosts by state; `robots_unreadable` says since how many seconds;
    `outbox_lag` how many changes a reader lacks.
    """

    due: int = 0
    oldest_due: float = 0.0
    hosts: Mapping[str, int] = field(default_factory=dict)
    robots_unreadable: Mapping[str, float] = field(default_factory=dict)
    outbox_lag: Mapping[str, int] = field(default_factory=dict)
    sites: Mapping[str, SiteYield] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `started` is POSIX seconds, `ended` says why it ended ("error" for a fault).

    `decisions` counts visits by what was decided, `hosts` the same for each host.
    """

    id: str
    started: float
    seconds: float
    ended: str
    decisions: Mapping[str, int] = field(default_factory=dict)
    upserted: int = 0
    deleted: int = 0
    new_urls: int = 0
    hosts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    findings: Sequence[str] = ()
    watch: Watch = Watch()

    @property
    def pages(self) -> int:
        """Pages that were decided about, but for those that need not be asked."""
        return visits(self.decisions)

    @property
    def finished(self) -> float:
        """When it ended, POSIX seconds."""
        return self.started + self.seconds

    @property
    def ok(self) -> bool:
        """Whether it came to an end of its own: done, out of time or pages, or stopped by a person."""
        return self.ended != "error"


def visits(counts: Mapping[str, int]) -> int:
    """Pages visited of one host: all its decisions."""
    return sum(number for name, number in counts.items() if name not in _NOT_VISITS)


def complete(path: Path, watch: Watch) -> None:
    """Add `operate` to the summary that a crawl wrote; a reader sees the old file or the new one."""
    part = path.with_name(f".{path.name}.part")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        data["operate"] = asdict(watch)
        part.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="replace")
        part.replace(path)
    except (OSError, ValueError, TypeError) as error:
        raise ScraperError(f"{path} cannot be completed ({error}); make room, or delete it") from error


def read_all(folder: Path, limit: int = KEPT) -> list[Run]:
    """The newest runs, oldest first; a file that is no summary is passed over."""
    if not folder.is_dir():
        return []
    names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".json"))
    found = [run for name in names[-limit:] if (run := _read(folder / name)) is not None]
    return sorted(found, key=lambda run: run.started)


def _read(path: Path) -> Run | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return read(data) if isinstance(data, dict) else None
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return None


def read(data: Mapping[str, Any]) -> Run:
    """A run from its file's data; raises KeyError, TypeError or ValueError where it is no summary."""
    started = datetime.fromisoformat(str(data["started"]))
    records, urls = data.get("records") or {}, data.get("urls") or {}
    return Run(
        id=str(data["id"]),
        started=started.replace(tzinfo=started.tzinfo or UTC).timestamp(),
        seconds=float(data["seconds"]),
        ended=str(data["ended"]),
        decisions={str(name): int(count) for name, count in (data.get("decisions") or {}).items()},
        upserted=int(records.get("upserted", 0)),
        deleted=int(records.get("deleted", 0)),
        new_urls=int(urls.get("new", 0)),
        hosts={str(host): dict(counts) for host, counts in (data.get("hosts") or {}).items()},
        findings=tuple(str(one) for one in data.get("findings") or ()),
        watch=_watch(data.get("operate") or {}),
    )


def _watch(data: Mapping[str, Any]) -> Watch:
    known = {name: data[name] for name in Watch.__slots__ if name in data and name != "sites"}
    sites = {
        str(site): SiteYield(**{name: value[name] for name in SiteYield.__slots__ if name in value})
        for site, value in (data.get("sites") or {}).items()
    }
    return Watch(**known, sites=sites)
