"""`report.html`: one self-contained page with plots of pages, records, coverage, scores and backlog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from importlib import resources
from pathlib import Path
from typing import Final

from scraper.errors import ScraperError
from scraper.fields import FIELDS
from scraper.operate.drift import drift
from scraper.operate.plots import bars
from scraper.operate.runs import Run

SHOWN_RUNS: Final = 200


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _figure(name: str, values: Sequence[tuple[str, float]]) -> str:
    return f"<figure><figcaption>{escape(name)}</figcaption>{bars(values, name=name)}</figure>" if values else ""


def _over_time(runs: Sequence[Run]) -> Iterator[str]:
    shown = runs[-SHOWN_RUNS:]
    yield _figure("Pages visited, by run", [(_moment(run.started), run.pages) for run in shown])
    yield _figure("Records new or changed, by run", [(_moment(run.started), run.upserted) for run in shown])
    yield _figure("Pages due at the end of a run", [(_moment(run.started), run.watch.due) for run in shown])
    yield _figure("Outcomes of the last run", sorted(shown[-1].decisions.items(), key=lambda item: -item[1]))


def _coverage(runs: Sequence[Run]) -> str:
    latest: dict[str, Mapping[str, float]] = {}
    reviews: dict[str, int] = {}
    for run in runs:
        for site, one in run.watch.sites.items():
            if one.reviews:
                latest[site] = one.coverage
                reviews[site] = one.reviews
    if not latest:
        return "<p>No review has been read yet.</p>"
    names = [row.name for row in FIELDS]
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in names)
    body = "".join(
        f"<tr><td>{escape(site)}</td><td>{reviews[site]}</td>{''.join(_cell(found.get(name)) for name in names)}</tr>"
        for site, found in sorted(latest.items())
    )
    table = f"<table><thead><tr><th>site</th><th>reviews</th>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll">{table}</div>'


def _cell(share: float | None) -> str:
    if share is None:
        return "<td>–</td>"
    return f'<td data-heat style="--h:{round(share * 45)}">{share:.0%}</td>'


def _findings(runs: Sequence[Run]) -> str:
    found = drift(runs)
    if not found:
        return "<p>Nothing drifts: every site answers as in its last runs.</p>"
    items = "".join(f"<li><b>{escape(one.what)}</b><br>{escape(one.remedy)}</li>" for one in found)
    return f"<ul>{items}</ul>"


def render(runs: Sequence[Run], scores: Mapping[str, int] | None = None) -> str:
    """The page; `scores` counts reviews by band of the scale of 0 to 100."""
    style = resources.files("scraper.operate").joinpath("report.css").read_text(encoding="utf-8")
    if not runs:
        main = "<p>No run has been made yet.</p>"
    else:
        bands = _figure("Scores on a scale of 0 to 100, all reviews", list((scores or {}).items()))
        main = (
            f"<p>{len(runs)} runs, the last ended {_moment(runs[-1].finished)} UTC"
            f": {escape(runs[-1].ended)}.</p>"
            f"<h2>Over time</h2><div class=pair>{''.join(_over_time(runs))}{bands}</div>"
            f"<h2>Drift</h2>{_findings(runs)}<h2>What each site's reviews say</h2>{_coverage(runs)}"
        )
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Crawl report</title><style>{style}</style></head><body><h1>Crawl report</h1>{main}</body></html>\n"
    )


def write(path: Path, runs: Sequence[Run], scores: Mapping[str, int] | None = None) -> None:
    """Replace the report; a reader sees the old one or the new one."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(render(runs, scores), encoding="utf-8", errors="replace")
        part.replace(path)
    except OSError as error:
        raise ScraperError(f"{path} cannot be written ({error.strerror}); make room or allow writing") from error
