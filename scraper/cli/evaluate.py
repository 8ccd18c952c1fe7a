"""`scrape evaluate`: how right the answers are on labelled pages."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.evaluate import Given, Row

HELP = "measure the answers on labelled pages: precision and recall of every field"
EPILOG = """examples:
  scrape evaluate labelled.jsonl                      the table
  scrape evaluate labelled.jsonl --misses film_title  every title that is wrong or lacking, and the rule that spoke
  scrape evaluate labelled.jsonl --by site            a table for each site
  scrape evaluate labelled.jsonl --reliability        is a confidence of 0.9 right nine times in ten?
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `scrape evaluate`."""
    parser.add_argument("gold", nargs="+", metavar="GOLD", help="labelled rows: a .jsonl or .jsonl.gz file")
    parser.add_argument("--misses", action="append", default=[], metavar="FIELD", help="list what is wrong or lacking")
    parser.add_argument("--by", choices=("site", "lang"), help="a table for each site or language")
    parser.add_argument("--reliability", action="store_true", help="the calibration table, all fields pooled")
    parser.add_argument("--json", action="store_true", help="results as one JSON object for each GOLD")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes (default: cores)")


def answer(row: Row) -> Given:
    """One row's answer by `scraper.extract`."""
    from scraper.evaluate import given
    from scraper.extract import extract

    headers = {"content-type": "text/plain; charset=utf-8"} if row.plain else None
    return given(extract(row.content(), row.url, headers=headers, assume=row.assume), row.key)


def run(args: argparse.Namespace) -> int:
    """Print a report for each labelled set; 1 when some row could not be answered."""
    import json
    import sys
    from pathlib import Path

    from scraper.errors import UsageError
    from scraper.evaluate import evaluate, json_report, read_rows, text_report

    if args.jobs < 1:
        raise UsageError(f"--jobs is {args.jobs}; give a number of processes, 1 or more")
    faults = 0
    for name in args.gold:
        judged = list(evaluate(read_rows(Path(name)), answer, args.jobs))
        for one in judged:
            if one.fault is not None:
                faults += 1
                print(f"scrape: {one.row.key}: no answer: {one.fault}", file=sys.stderr)
        fields = dict.fromkeys(found.field for one in judged for found in one.judgements)
        for field in args.misses:
            if field not in fields:
                raise UsageError(f"--misses is {field!r}; {name} judges {', '.join(fields) or 'nothing'}")
        options = {"by": args.by, "misses": args.misses, "calibration": args.reliability}
        if args.json:
            print(json.dumps(json_report(name, judged, **options), ensure_ascii=False))
        else:
            print(text_report(name, judged, **options))
    return 1 if faults else 0
