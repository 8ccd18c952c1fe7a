"""`scrape plan`: what a crawl would ask now, when and why. No network."""

from __future__ import annotations

import argparse
import sys
import time
from urllib.parse import urlsplit

HELP: str = "show what a crawl would ask now, when and why; asks nothing"
EPILOG: str = """\
examples:
  scrape plan
  scrape plan --limit 5
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much to show."""
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="addresses of each host; default: 20")


def run(args: argparse.Namespace) -> int:
    """Print one line per address: when, URL, why."""
    from scraper.cli._store import project_of
    from scraper.crawl.plan import plan
    from scraper.crawl.run import store_of
    from scraper.crawl.site import gather
    from scraper.fetch.address import politeness_key

    project = project_of(args.project)
    sites = gather(project.sites)
    own = {host for host, rule in project.hosts.items() if rule.own}

    def delay(url: str) -> float:
        parts = urlsplit(url)
        rule = project.hosts.get(parts.netloc) or project.hosts.get(parts.hostname or "")
        return project.settings.delay if rule is None or rule.delay is None else rule.delay

    now, shown = time.time(), 0
    store = store_of(project)
    try:
        for planned in plan(store, sites, now=now, delay=delay, limit=args.limit):
            print(f"{_when(planned.at - now):>8}  {planned.url or planned.host}  ({planned.why})")
            shown += 1
        for site in sites.all():
            if not any(store.known_host(key) for key in site.keys(lambda url: politeness_key(url, own))):
                print(f"{'now':>8}  {site.seeds[0]}  (new site, never asked)")
                shown += 1
    finally:
        store.close()
    if not shown:
        print("scrape: nothing is planned: no site stands in config/sites/ (scrape site new URL ...)", file=sys.stderr)
    return 0


def _when(seconds: float) -> str:
    if seconds == float("inf"):
        return "never"
    if seconds <= 0:
        return "now"
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            return f"in {seconds / size:.1f}{unit}"
    return f"in {seconds:.0f}s"
