"""Metrics as a Prometheus text file, for the textfile collector of the node exporter.

Names follow `crawl_<what>_<unit>`; see `docs/health.md`. The file is replaced whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from scraper.errors import ScraperError
from scraper.operate.runs import Run

_HELP: Final = {
    "crawl_last_success_timestamp_seconds": ("gauge", "When a run last came to its own end."),
    "crawl_last_run_seconds": ("gauge", "How long the last run took."),
    "crawl_pages_total": ("counter", "Pages decided about, by result, over all runs."),
    "crawl_records_total": ("counter", "Records changed, by change, over all runs."),
    "crawl_due_pages": ("gauge", "Pages that were due at the end of the last run."),
    "crawl_oldest_due_seconds": ("gauge", "How long the oldest due page has been waiting."),
    "crawl_hosts": ("gauge", "Hosts by state."),
    "crawl_robots_unreachable_hosts": ("gauge", "Hosts whose robots.txt cannot be read."),
    "crawl_field_coverage": ("gauge", "Share of a host's reviews of its last run that say a field."),
    "crawl_outbox_lag": ("gauge", "Changes that a reader of the outbox has not applied."),
}
_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def _samples(runs: Sequence[Run]) -> Iterator[tuple[str, Mapping[str, str], float]]:
    last = runs[-1]
    good = [run.finished for run in runs if run.ok]
    if good:
        yield "crawl_last_success_timestamp_seconds", {}, good[-1]
    yield "crawl_last_run_seconds", {}, last.seconds
    for result in sorted({name for run in runs for name in run.decisions}):
        yield "crawl_pages_total", {"result": result}, sum(run.decisions.get(result, 0) for run in runs)
    yield "crawl_records_total", {"change": "upsert"}, sum(run.upserted for run in runs)
    yield "crawl_records_total", {"change": "delete"}, sum(run.deleted for run in runs)
    yield "crawl_due_pages", {}, last.watch.due
    yield "crawl_oldest_due_seconds", {}, last.watch.oldest_due
    for state, count in sorted(last.watch.hosts.items()):
        yield "crawl_hosts", {"state": state}, count
    yield "crawl_robots_unreachable_hosts", {}, len(last.watch.robots_unreadable)
    for site, one in sorted(_last_yields(runs).items()):
        for name, share in sorted(one.items()):
            yield "crawl_field_coverage", {"host": site, "field": name}, share
    for reader, lag in sorted(last.watch.outbox_lag.items()):
        yield "crawl_outbox_lag", {"reader": reader}, lag


def _last_yields(runs: Sequence[Run]) -> dict[str, Mapping[str, float]]:
    found: dict[str, Mapping[str, float]] = {}
    for run in runs:
        found.update({site: one.coverage for site, one in run.watch.sites.items() if one.reviews})
    return found


def render(runs: Sequence[Run]) -> str:
    """The text of the file; empty when there is no run."""
    lines: list[str] = []
    told: set[str] = set()
    for name, labels, value in _samples(runs) if runs else ():
        if name not in told:
            kind, meaning = _HELP[name]
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
            told.add(name)
        inside = ",".join(f'{key}="{text.translate(_ESCAPES)}"' for key, text in labels.items())
        lines.append(f"{name}{{{inside}}} {value:.10g}" if inside else f"{name} {value:.10g}")
    return "\n".join([*lines, ""])


def write(path: Path, runs: Sequence[Run]) -> None:
    """Replace the file; a collector sees the old one or the new one."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(render(runs), encoding="utf-8", errors="replace")
        part.replace(path)
    except OSError as error:
        raise ScraperError(f"{path} cannot be written ({error.strerror}); make room or allow writing") from error
