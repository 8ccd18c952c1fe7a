"""`scrape page`, the default verb: read addresses and files, print what their reviews say."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Final

HELP: str = "read pages and print their reviews (the default verb)"
EPILOG: str = """\
examples:
  scrape https://lantern.example/harrow-lane
  scrape page.html --url https://lantern.example/harrow-lane --explain
  scrape page.html --explain --field score --field film_title
  scrape --from list.txt --format json > reviews.jsonl
  zcat page.html.gz | scrape - --format table

An input is an address when it begins with http:// or https://, else a file (.gz is read through;
- is standard input). A line of a list is an address, a path, or JSON with file and/or url."""

_FORMATS: Final = ("jsonld", "json", "csv", "table")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Inputs, where they came from, and the form of the answer."""
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="an address, a file, or - for standard input")
    parser.add_argument("--from", dest="list", metavar="LIST", help="read inputs from a file (or -), one per line")
    parser.add_argument("--url", metavar="URL", help="the address that a file came from")
    parser.add_argument("--assume", choices=("review",), help="you know that the input is a review")
    parser.add_argument("--format", choices=_FORMATS, default="jsonld", help="form of the answer; default: jsonld")
    parser.add_argument("--explain", action="store_true", help="show each value's proof, and every claim's fate")
    parser.add_argument("--field", action="append", default=[], metavar="NAME", help="explain this field (repeatable)")
    parser.add_argument("--save", action="store_true", help="keep each fetched page as a crawl would, and its records")
    parser.add_argument("--wait", type=float, default=60.0, metavar="SECONDS", help="longest wait for a site's turn")


def run(args: argparse.Namespace) -> int:
    """Read every input; 1 when some gave no answer."""
    from scraper.cli import _inputs, _read
    from scraper.cli._answer import How
    from scraper.config import load_project
    from scraper.pipeline import project_linker

    _check(args)
    project = load_project(args.project)
    how = How(
        format=args.format,
        one_line=args.list is not None,
        explain=args.explain,
        fields=tuple(args.field),
        color=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        assume=args.assume,
        base=project.settings.record.base,
        linker=project_linker(project) if project.folder is not None else None,
        save=args.save,
    )
    reader = _read.Reader(project, how, wait=args.wait)
    if args.list is not None:
        return reader.list(_inputs.from_list(args.list))
    return reader.each(list(_inputs.from_arguments(args.inputs, args.url)))


def _check(args: argparse.Namespace) -> None:
    from scraper._toml import suggest
    from scraper.errors import UsageError
    from scraper.fields import BY_NAME

    if args.list is not None and (args.inputs or args.url):
        raise UsageError("--from takes the inputs from a list; give no other input and no --url with it")
    if args.list is None and not args.inputs:
        raise UsageError("nothing to read; give an address or a file, or see scrape --help")
    if args.explain and args.list is not None:
        raise UsageError("--explain is for single inputs; leave out --from")
    if args.save and args.project is None:
        raise UsageError("--save needs a project folder; make one with scrape init, or name it with --project DIR")
    if args.field and not args.explain:
        raise UsageError("--field narrows --explain; give both")
    if not args.wait >= 0:
        raise UsageError(f"--wait is {args.wait:g}; give a number of seconds from 0 up")
    for name in args.field:
        if name not in BY_NAME and name != "film":
            raise UsageError(f"--field {name}: unknown field{suggest(name, [*BY_NAME, 'film'])}")
