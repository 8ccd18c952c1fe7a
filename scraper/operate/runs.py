"""Run summaries: `output/runs/<id>.json`, one small file per run, written once and whole.

Everything that shows runs over time (report, workbench, drift, metrics) reads these files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from scraper.errors import ScraperError

FORMAT: Final = 1
KEPT: Final = 1_000
"""Summaries that are read, the newest; older files stay where they are."""


@dataclass(frozen=True, slots=True)
class SiteYield:
    """What one site's reviews of one run say.

    `coverage` is the share of `reviews` with a value, by field; `winners` the share of the most
    frequent winning source and its name, by field; `agreement` the share of given fields on which
    independent sources agreed. Shares are 0..1.
    """

    reviews: int = 0
    pages: int = 0
    failed: int = 0
    bytes: int = 0
    coverage: Mapping[str, float] = field(default_factory=dict)
    winners: Mapping[str, str] = field(default_factory=dict)
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run. Times are POSIX seconds.

    `ended_by` says why it ended ("nothing due", "time", "pages", "stopped", "fault").
    `decisions` counts visits by what was decided; `due` pages were due at its end, the oldest of
    them since `oldest_due` seconds; `robots_unreadable` names hosts and since how many seconds.
    """

    id: str
    started: float
    ended: float
    ended_by: str = ""
    decisions: Mapping[str, int] = field(default_factory=dict)
    requests: int = 0
    bytes: int = 0
    upserts: int = 0
    deletes: int = 0
    new_urls: int = 0
    due: int = 0
    oldest_due: float = 0.0
    hosts: Mapping[str, int] = field(default_factory=dict)
    robots_unreadable: Mapping[str, float] = field(default_factory=dict)
    outbox_lag: Mapping[str, int] = field(default_factory=dict)
    sites: Mapping[str, SiteYield] = field(default_factory=dict)
    findings: Sequence[str] = ()

    @property
    def visits(self) -> int:
        """Pages that were decided about."""
        return sum(self.decisions.values())

    @property
    def ok(self) -> bool:
        """Whether it came to its own end."""
        return self.ended_by != "fault"


def write(folder: Path, run: Run) -> Path:
    """Keep a run's summary; a reader sees all of it or nothing."""
    path = folder / f"{run.id}.json"
    part = folder / f".{run.id}.part"
    text = json.dumps({"format": FORMAT, **asdict(run)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", errors="replace")
        part.replace(path)
    except OSError as error:
        raise ScraperError(f"{path} cannot be written ({error.strerror}); make room or allow writing") from error
    return path


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
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            return None
        return _run(data)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _run(data: Mapping[str, Any]) -> Run:
    known = {name: data[name] for name in Run.__slots__ if name in data}
    fields = SiteYield.__slots__
    sites = {
        str(site): SiteYield(**{name: value[name] for name in fields if name in value})
        for site, value in known.pop("sites", {}).items()
    }
    run = Run(**known, sites=sites)
    float(run.started)
    float(run.ended)
    return run
