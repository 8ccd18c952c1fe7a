"""`scrape status`: the crawl at a glance."""

from __future__ import annotations

import argparse
import json
import time

HELP: str = "show hosts, pages, backlog, outputs and the last run"
EPILOG: str = """\
examples:
  scrape status
  scrape status --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the answer."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")


def run(args: argparse.Namespace) -> int:
    """Print what the store holds."""
    from scraper.cli._store import project_of, store_of
    from scraper.crawl.status import status

    project = project_of(args.project)
    with store_of(project) as store:
        figures = status(store, project.output, time.time())
    if args.format == "json":
        print(json.dumps(figures, indent=1))
        return 0
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):<22} {_text(value)}")
    return 0


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items()) or "none"
    return "none" if value is None else str(value)
