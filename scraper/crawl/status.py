"""The state of a crawl in figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scraper.store import State, Store


def status(store: Store, output: Path, now: float) -> dict[str, Any]:
    """Hosts by state, pages by state, what is due, what the readers of the outbox lack, the last run."""
    figures = store.figures(now)
    hosts: dict[str, int] = {}
    for row in store.hosts():
        hosts[row.host.state] = hosts.get(row.host.state, 0) + 1
    pages = {State(number).name.lower(): count for number, count in figures.pages.items()}
    oldest = None if figures.oldest_due is None else max(int(now - figures.oldest_due), 0)
    return {
        "hosts": hosts,
        "pages": pages,
        "due_pages": figures.due,
        "oldest_due_seconds": oldest,
        "records": figures.records,
        "last_version": store.last_version(),
        "outbox_lag": {reader: store.last_version() - at for reader, at in figures.cursors.items()},
        "last_run": last_run(output),
    }


def last_run(output: Path) -> str | None:
    """One line about the latest run that left a summary."""
    for path in sorted((output / "runs").glob("*.json"), reverse=True):
        try:
            summary = json.loads(path.read_text(encoding="utf-8"))
            records = summary["records"]["upserted"]
            return f"{summary['id']} {summary['ended']}: {summary['pages']} pages, {records} records"
        except (ValueError, KeyError):
            continue
    return None
