"""The pages for whoever runs the crawl: sites and runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from scraper.errors import ScraperError
from scraper.fields import FIELDS
from scraper.operate.drift import COVERAGE_DROP, drift
from scraper.operate.runs import Run, SiteYield, read_all
from scraper.publish.index import COVERED
from scraper.web.charts import plot_bars, plot_spark
from scraper.web.views import FIELD_LABELS

if TYPE_CHECKING:
    from scraper.web.app import Workbench

_NAMES: Final = {"score_raw": "score", "channels": "seen by", "published": "date"}
_RUNS: Final = 60
_LISTED: Final = 500


def sites_page(bench: Workbench) -> dict[str, object]:
    """Hosts that were visited or have reviews, with state, coverage and what drifts."""
    runs = read_all(bench.project.output / "runs", _RUNS)
    coverage = _coverage(bench)
    hosts = _hosts(bench)
    names = sorted({*coverage, *hosts} - {""}, key=lambda name: (-coverage.get(name, {}).get("reviews", 0), name))
    return {
        "sites": [_site(name, coverage.get(name, {}), hosts.get(name, ("", "")), runs) for name in names[:_LISTED]],
        "covered": [_NAMES.get(name, name) for name in COVERED],
        "findings": drift(runs),
    }


def _coverage(bench: Workbench) -> Mapping[str, Mapping[str, int]]:
    try:
        with bench.index() as index:
            return index.coverage()
    except ScraperError:
        return {}


def _hosts(bench: Workbench) -> dict[str, tuple[str, str]]:
    """State and its reason by host."""
    try:
        with bench.store() as store:
            return {row.host.key.removeprefix("www."): (row.host.state, row.host.reason) for row in store.hosts()}
    except ScraperError:
        return {}


def _site(name: str, counts: Mapping[str, int], state: tuple[str, str], runs: Sequence[Run]) -> dict[str, object]:
    reviews = counts.get("reviews", 0)
    shares = [round(100 * counts.get(field, 0) / reviews) if reviews else None for field in COVERED]
    per_run = [float(run.watch.sites[name].reviews) for run in runs if name in run.watch.sites]
    return {
        "name": name,
        "state": state[0] or "not crawled",
        "note": state[1],
        "reviews": reviews,
        "shares": shares,
        "spark": plot_spark(per_run, name=f"Reviews of {name} by run"),
    }


def site_page(bench: Workbench, name: str) -> dict[str, object] | None:
    """One site over its runs: reviews, failures, coverage by field, where values come from; None when unknown."""
    every = read_all(bench.project.output / "runs")
    runs = [run for run in every if name in run.watch.sites][-_RUNS:]
    state, note = _hosts(bench).get(name, ("", ""))
    reviews = _coverage(bench).get(name, {}).get("reviews", 0)
    if not runs and not state and not reviews:
        return None
    told = [run.watch.sites[name] for run in runs if run.watch.sites[name].reviews]
    charts = [
        ("Reviews new or changed, by run", [(_moment(run.started), run.watch.sites[name].reviews) for run in runs]),
        ("Pages visited, by run", [(_moment(run.started), run.watch.sites[name].pages) for run in runs]),
    ]
    return {
        "name": name,
        "state": state or "not crawled",
        "note": note,
        "reviews": reviews,
        "findings": [one for one in drift(every) if one.subject == name],
        "charts": [(title, plot_bars(values, name=title)) for title, values in charts] if runs else [],
        "fields": [_field(row.name, told) for row in FIELDS] if told else [],
    }


def _field(name: str, told: Sequence[SiteYield]) -> dict[str, object]:
    """One field's coverage over a site's runs, and its winning source now and before."""
    shares = [one.coverage.get(name, 0.0) for one in told]
    usual = median(shares[:-1]) if len(shares) > 1 else shares[-1]
    source = told[-1].winners.get(name, "")
    earlier = Counter(one.winners[name] for one in told[:-1] if name in one.winners).most_common(1)
    before = earlier[0][0] if earlier and source and earlier[0][0] != source else ""
    return {
        "label": FIELD_LABELS.get(name, name),
        "now": f"{shares[-1]:.0%}",
        "usual": f"{usual:.0%}",
        "fallen": usual - shares[-1] > COVERAGE_DROP,
        "spark": plot_spark(shares, name=f"Coverage of {name} by run", scale=(0.0, 1.0)),
        "source": source,
        "before": before,
    }


def runs_page(output: Path) -> dict[str, object]:
    """Runs, the newest first, with what each did over time."""
    runs = read_all(output / "runs")
    shown = runs[-_RUNS:]
    upserts = [(_moment(run.started), run.upserted) for run in shown]
    charts = [
        ("Pages visited", plot_bars([(_moment(run.started), run.pages) for run in shown], name="Pages by run")),
        ("Records new or changed", plot_bars(upserts, name="Records by run")),
        ("Due at the end", plot_bars([(_moment(run.started), run.watch.due) for run in shown], name="Backlog by run")),
    ]  # fmt: skip
    return {"runs": [_row(run) for run in reversed(runs)], "charts": charts if runs else []}


def _row(run: Run) -> dict[str, Any]:
    minutes, seconds = divmod(round(run.seconds), 60)
    return {
        "started": _moment(run.started),
        "ended": _moment(run.finished),
        "took": f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s",
        "pages": run.pages,
        "upserts": run.upserted,
        "deletes": run.deleted,
        "urls": run.new_urls,
        "due": run.watch.due,
        "why": run.ended,
        "findings": list(run.findings),
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
