"""The end of a run: publish, sum up, measure, report. What a crawl calls when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scraper.config import Project
from scraper.operate import metrics, report, runs
from scraper.operate.drift import Finding, drift
from scraper.operate.yields import READER, since_last_run, with_visits
from scraper.publish.index import SearchIndex
from scraper.publish.local import publish_local

if TYPE_CHECKING:
    from scraper.store import Store

_OURS: Final = frozenset({READER})


def finish(
    project: Project, store: Store, run: runs.Run, visits: Mapping[str, Mapping[str, int]] | None = None
) -> list[Finding]:
    """Bring the outputs in step, then write summary, metrics and report; what drifted.

    `run` has what the crawl itself counted; `visits` gives `pages`, `failed` and `bytes` by host.
    Backlog, hosts, lag and what the reviews say are added here.
    """
    publish_local(store, project.output)
    due, oldest = store.backlog(run.ended)
    top = store.last_version()
    full = replace(
        run,
        due=due,
        oldest_due=round(oldest, 1),
        hosts=dict(Counter(row.host.state for row in store.hosts() if row.enabled)),
        robots_unreadable=_unreadable(store, run.ended),
        outbox_lag={name: top - at for name, at in store.readers().items() if name not in _OURS},
        sites=with_visits(since_last_run(store), visits or {}),
    )
    runs.write(project.output / "runs", full)
    every = runs.read_all(project.output / "runs")
    metrics.write(project.output / "metrics.prom", every)
    report.write(project.output / "report.html", every, _scores(project))
    return drift(every)


def _unreadable(store: Store, now: float) -> dict[str, float]:
    found = {}
    for origin in store.origins():
        copy = store.robots(origin)
        if copy is not None and copy.unreadable_since is not None:
            found[origin.partition("://")[2]] = round(now - copy.unreadable_since, 1)
    return found


def _scores(project: Project) -> dict[str, int]:
    index = SearchIndex(project.output / "search.sqlite", read_only=True)
    try:
        return index.score_bands()
    finally:
        index.close()
