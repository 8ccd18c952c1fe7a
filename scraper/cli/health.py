"""`scrape health`: is all well, and if not, what to do."""

from __future__ import annotations

import argparse
import json
import time

HELP: str = "check configuration, disk, clock, database, lock, runs and drift; status 3 when something is found"
EPILOG: str = """\
Says nothing and ends with status 0 when all is well. --tell also hands the findings to the command or
webhook of [operate] in config/scraper.toml.

examples:
  scrape health
  scrape health --tell           for cron
  scrape health --format json
"""
_FOUND = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to answer, and whether to tell."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument("--tell", action="store_true", help="hand findings to the command or webhook of [operate]")


def run(args: argparse.Namespace) -> int:
    """Print every finding with its remedy; 3 when there is one, else 0."""
    from dataclasses import asdict

    from scraper.cli._store import project_of
    from scraper.operate.health import check
    from scraper.operate.hook import tell

    project = project_of(args.project)
    found = check(project, now=time.time())
    if args.format == "json":
        print(json.dumps({"format": 1, "findings": [asdict(one) for one in found]}, ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(f"{one.kind}: {one.what}\n    {one.remedy}")
    if args.tell:
        tell(project.settings.operate, found)
    return _FOUND if found else 0
