"""The end of a run: complete its summary, measure, report. What `scrape crawl` calls when it is done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scraper.config import Project
from scraper.errors import ScraperError
from scraper.operate import metrics, report, runs
from scraper.operate.drift import Finding, drift
from scraper.operate.yields import READER, since_last_run, with_visits
from scraper.publish.index import SearchIndex

if TYPE_CHECKING:
    from scraper.store import Store


def finish(project: Project, store: Store, run_id: str) -> list[Finding]:
    """Complete the summary of a run that a crawl wrote, then write metrics and report; what drifted."""
    path = project.output / "runs" / f"{run_id}.json"
    run = next((one for one in runs.read_all(path.parent) if one.id == run_id), None)
    if run is None:
        raise ScraperError(f"{path} is no run's summary; run `scrape crawl` again")
    due, oldest = store.backlog(run.finished)
    top = store.last_version()
    watch = runs.Watch(
        due=due,
        oldest_due=round(oldest, 1),
        hosts=dict(Counter(row.host.state for row in store.hosts() if row.enabled)),
        robots_unreadable=_unreadable(store, run.finished),
        sites=with_visits(since_last_run(store), run.hosts),
        outbox_lag={name: top - at for name, at in store.readers().items() if name != READER},
    )
    runs.complete(path, watch)
    return rewrite(project)


def rewrite(project: Project) -> list[Finding]:
    """Write metrics and report anew from the summaries; what drifts."""
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
    if not (project.output / "search.sqlite").exists():
        return {}
    index = SearchIndex(project.output / "search.sqlite", read_only=True)
    try:
        return index.score_bands()
    finally:
        index.close()
