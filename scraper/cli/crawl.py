"""`scrape crawl`: visit every site of the project that is due, politely."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING

from scraper.errors import UsageError

if TYPE_CHECKING:
    from scraper.config import Project

HELP: str = "visit what is due of the project's sites; made for cron, every half hour"
EPILOG: str = """\
Sites are config/sites/<host>.toml. A run goes on until nothing is due, or a budget is spent. It can be
stopped at any time: Ctrl-C or SIGTERM finishes what is in flight, a second one stops at once, and even
kill -9 loses nothing. Ends with one line and output/runs/<id>.json; exit status 75 while another run is
at work.

examples:
  scrape crawl --for 25m              for cron: as much as 25 minutes allow
  scrape crawl idamoss.example        one site
  scrape crawl --seed https://idamoss.example/ --max-pages 50
"""
_DURATION = re.compile(r"(\d+(?:\.\d+)?)([smhd]?)")
_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def duration(text: str) -> float:
    """Seconds of a duration like 90, 90s, 25m, 2h.

    >>> duration("25m"), duration("90")
    (1500.0, 90.0)
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None or float(found[1]) <= 0:
        raise UsageError(f"--for {text!r}: give a time like 90s, 25m or 2h")
    return float(found[1]) * _UNITS[found[2]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to visit, and for how long."""
    parser.add_argument("hosts", nargs="*", metavar="HOST", help="sites by host name; default: every site file")
    parser.add_argument("--for", dest="seconds", metavar="TIME", help="stop after this long, like 25m")
    parser.add_argument("--max-pages", type=int, metavar="N", help="stop after N pages")
    parser.add_argument("--seed", action="append", default=[], metavar="URL", help="begin here too; needs no site file")


def run(args: argparse.Namespace) -> int:
    """Crawl; 0 also when single pages fail, when a budget is spent or a stop was obeyed."""
    from scraper.cli._store import project_of
    from scraper.crawl.run import Wanted, crawl

    if args.max_pages is not None and args.max_pages < 1:
        raise UsageError(f"--max-pages {args.max_pages}: give a number from 1 up")
    seconds = None if args.seconds is None else duration(args.seconds)
    wanted = Wanted(tuple(args.hosts), tuple(args.seed), seconds, args.max_pages)
    project = project_of(args.project)
    if sys.stderr.isatty():
        from scraper.crawl.progress import Progress

        with Progress() as progress:
            summary = crawl(project, wanted, watch=progress.show)
    else:
        summary = crawl(project, wanted)
    for finding in summary.findings:
        print(f"finding: {finding}", file=sys.stderr)
    print(summary.line())
    for drifting in _finish(project, summary.id):
        print(f"finding: {drifting}", file=sys.stderr)
    return 0


def _finish(project: Project, run_id: str) -> list[str]:
    """Complete the run's summary, write metrics and report, tell whoever is to be told; what drifts."""
    from scraper.cli._store import store_of
    from scraper.operate.finish import finish
    from scraper.operate.hook import tell

    with store_of(project) as store:
        found = finish(project, store, run_id)
    tell(project.settings.operate, found)
    return [one.what for one in found]
