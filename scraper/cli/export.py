"""`scrape export`: every review in one file, for notebooks and other tools."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP: str = "write every review to one file: parquet, csv, ndjson, nquads or duckdb"
EPILOG: str = """\
One row for each review as it stands; docs/recipes.md says what each column means and works three
examples. nquads has the records as RDF. The file appears when it is whole.

examples:
  scrape export --to parquet
  scrape export --to csv --output reviews.csv
  scrape export --to duckdb --output reviews.duckdb
"""
_SUFFIXES = {"parquet": "parquet", "csv": "csv", "ndjson": "ndjson", "nquads": "nq", "duckdb": "duckdb"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which format, where to."""
    parser.add_argument("--to", required=True, choices=tuple(_SUFFIXES), help="the format")
    parser.add_argument("--output", type=Path, metavar="FILE", help="default: output/export/reviews.<format>")


def run(args: argparse.Namespace) -> int:
    """Write the file and print its path."""
    from scraper.cli._store import project_of, store_of
    from scraper.publish.exports import export

    project = project_of(args.project)
    target = args.output or project.output / "export" / f"reviews.{_SUFFIXES[args.to]}"
    with store_of(project) as store:
        count = export(store, args.to, target, context=_context() if args.to == "nquads" else None)
    print(f"{count} reviews", file=sys.stderr)
    print(target)
    return 0


def _context() -> dict[str, object]:
    """The JSON-LD context of the terms that records use."""
    import json

    from scraper.record.terms import TABLE

    found: dict[str, object] = json.loads(TABLE.read_text("utf-8"))["context"]
    return found
