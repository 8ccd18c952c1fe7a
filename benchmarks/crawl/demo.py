"""Crawl the demo site for a few days in a minute: what a second run asks, and what three edits change.

    python benchmarks/crawl/demo.py

The site of `fixtures/demo/` is served on loopback and crawled twice. Then one review is edited, one
removed and one added, and the clock is set forward by days (a removed page is believed after two
misses a day apart). Prints each run's line and every change of a review; exit status 1 when the
second run asked for anything, changed a byte, or the edits are not exactly three changes.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scraper.config import load_project
from scraper.crawl.run import Run, Summary, Wanted, default_process, store_of
from scraper.demo.site import DemoSite

ROOT = Path(__file__).parents[2]
DAY = 86400.0
EDITED, REMOVED = "2021/08/nothing-but-road", "2022/03/nine-doors"
COPIED, ADDED = "2021/09/harrow-lane", "2024/02/winter-ferry"


def crawl(folder: Path, ahead: float) -> Summary:
    """One run, as if it were `ahead` seconds from now."""
    project = load_project(folder)
    with ThreadPoolExecutor(1) as executor:
        run = Run(
            project, Wanted(), executor=executor, process=default_process(project), clock=lambda: time.time() + ahead
        )
        summary = asyncio.run(run.run())
    print(f"day {ahead / DAY:.1f}: {summary.line()}; {dict(summary.decisions)}")
    return summary


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every output file with its modification time."""
    names = ("reviews", "films", "people", "feed")
    paths = [path for name in names for path in (folder / "output" / name).rglob("*.*")]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def edit(www: Path) -> None:
    """Change one review's score, remove one review, add one and link it from the home page."""
    page = www / EDITED / "index.html"
    page.write_text(page.read_text().replace("4 out of 5.", "3 out of 5."))
    shutil.rmtree(www / REMOVED)
    added = www / ADDED / "index.html"
    added.parent.mkdir(parents=True)
    text = (www / COPIED / "index.html").read_text()
    added.write_text(text.replace("Harrow Lane", "Winter Ferry").replace(COPIED, ADDED))
    home = www / "index.html"
    home.write_text(home.read_text().replace("</body>", f'<h2><a href="/{ADDED}/">Winter Ferry Review</a></h2></body>'))


def main() -> int:
    """Crawl, edit, crawl, count."""
    folder = Path(tempfile.mkdtemp(prefix="crawl-demo-"))
    try:
        shutil.copytree(ROOT / "fixtures" / "demo" / "www", folder / "www")
        with DemoSite(folder / "www") as site:
            (folder / "config" / "sites").mkdir(parents=True)
            (folder / "config" / "scraper.toml").write_text('contact = "mailto:demo@lantern.invalid"\n')
            (folder / "config" / "sites" / "127.0.0.1.toml").write_text(
                f'host = "127.0.0.1"\nown = true\ndelay = 0.02\nseeds = ["{site.origin}/"]\n'
            )
            crawl(folder, 0.0)
            before = snapshot(folder)
            again = crawl(folder, 1800.0)
            quiet = again.requests == 0 and snapshot(folder) == before
            store = store_of(load_project(folder))
            version = store.last_version()
            edit(folder / "www")
            for day in (1.3, 2.6, 3.9):
                crawl(folder, day * DAY)
            changes = [change for change in store.changes(version, 10_000) if change.kind == "review"]
            for change in changes:
                print(f"version {change.version}: {change.op} {change.id[:12]}")
            store.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    right = sorted(change.op for change in changes) == ["delete", "upsert", "upsert"]
    print(f"second run asked nothing and changed no byte: {quiet}; exactly three changes: {right}")
    return 0 if quiet and right else 1


if __name__ == "__main__":
    sys.exit(main())
