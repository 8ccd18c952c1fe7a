"""`scrape archive`: check the archive, or copy it out as WARC."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scraper.errors import UsageError

HELP: str = "check archived responses, or export them as one WARC file"
EPILOG: str = """\
The archive is already WARC (ISO 28500), one gzip member per record: output/archive/*.warc.gz. An export
leaves out what a crash left behind, what was overwritten by `scrape forget`, and other hosts.

examples:
  scrape archive check
  scrape archive export --warc reviews.warc.gz
  scrape archive export --warc ida.warc.gz --host idamoss.example
"""
_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the archive."""
    parser.add_argument("action", choices=["check", "export"])
    parser.add_argument("--warc", metavar="FILE", help="where to write the export; must not exist yet")
    parser.add_argument("--host", metavar="HOST", help="only this host, as `scrape hosts` lists it")


def run(args: argparse.Namespace) -> int:
    """Check or export; status 1 when a record cannot be read."""
    from scraper.cli._store import project_of, store_of
    from scraper.crawl.export import check, export

    project = project_of(args.project)
    folder = project.output / "archive"
    with store_of(project) as store:
        places = store.all_places(args.host)
        if args.action == "check":
            torn = check(folder, places)
            for line in torn[:_SHOWN]:
                print(line, file=sys.stderr)
            print(f"{len(places)} archived responses, {len(torn)} cannot be read")
            return 1 if torn else 0
        if not args.warc:
            raise UsageError("archive export: name the file to write with --warc FILE")
        path = Path(args.warc)
        if path.exists():
            raise UsageError(f"--warc {path}: exists already; name a new file")
        print(f"{export(folder, places, path)} responses in {path}")
    return 0
