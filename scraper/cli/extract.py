"""`scrape extract`: read the archive again, without the network."""

from __future__ import annotations

import argparse
import sys
import time

HELP: str = "read every archived page again, without the network, and keep what comes out different"
EPILOG: str = """\
Use it after an update of the program or of a site file. Pages are not fetched and keep their intervals.
With --check nothing is changed: every record is derived from the body it was made from, with the same
site profile, and compared byte for byte (status 1 when one differs or a body cannot be read).

examples:
  scrape extract
  scrape extract --check
"""
_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to change anything."""
    parser.add_argument("--check", action="store_true", help="compare only, byte for byte")


def run(args: argparse.Namespace) -> int:
    """Re-extract; status 1 when a body could not be read or, with --check, a record differs."""
    from scraper.cli._store import project_of, store_of
    from scraper.crawl.lock import locked
    from scraper.crawl.pool import pool
    from scraper.crawl.reextract import Reextraction
    from scraper.crawl.run import default_process
    from scraper.crawl.save import publish
    from scraper.crawl.site import gather

    project = project_of(args.project)
    now = time.time()
    with locked(project.output), store_of(project) as store, pool() as executor:
        work = Reextraction(
            store, project.output / "archive", gather(project.sites), default_process(project), executor, now
        )
        outcome = work.check() if args.check else work.apply()
        if not args.check:
            publish(store, project.output, now)
    for line in (outcome.torn + outcome.differing)[:_SHOWN]:
        print(line, file=sys.stderr)
    if args.check:
        print(f"{outcome.pages} pages, {outcome.records} records, {len(outcome.differing)} different")
    else:
        print(
            f"{outcome.pages} pages, {outcome.records} records, "
            f"{outcome.upserts} written anew, {outcome.deletes} deleted"
        )
    return 1 if outcome.torn or outcome.differing else 0
