"""`scrape catalogue`: the films that reviews are linked to."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scraper.cli import _catalogue
from scraper.errors import UsageError

HELP: str = "build the catalogue of films that reviews are linked to, or look into it"
EPILOG: str = """\
examples:
  scrape catalogue build --from jsonl FILMS.jsonl.gz --catalogue films.sqlite
  scrape catalogue build --from wikidata
  scrape catalogue build --from wikidata --from imdb FOLDER
  scrape catalogue info --catalogue films.sqlite
  scrape catalogue lookup "Harrow Lane" --year 1995 --director "Ada Pell"

docs/linking.md says what each source gives and what of it may be published."""

_BUILD_EPILOG = """\
sources (several --from make one catalogue, in which films with a common id are one):
  --from jsonl FILE       a list of your own, JSON lines, plain or .gz; one film a line:
                          {"id": "tt0000000", "title": "Harrow Lane", "original": "Harrow Lane",
                           "year": 1995, "directors": ["Ada Pell"]}
                          also read: imdb, wikidata, tmdb (ids), titles and years (lists), kind, runtime
  --from wikidata         asks Wikidata's query service, year by year (CC0; hours; goes on where it
                          was interrupted); wants the contact of your project
  --from sparql URL       the same from another service with Wikidata's data, such as QLever
  --from wikidata-dump FILE
                          a Wikidata JSON dump, latest-all.json.gz or .bz2, read as a stream
  --from imdb DIR         the folder with your IMDb files: title.basics.tsv.gz, and if there
                          title.akas, title.crew, title.principals, title.ratings, name.basics

The new catalogue is built beside the old one and takes its place when it is complete.

examples:
  scrape catalogue build --from jsonl films.jsonl.gz --catalogue films.sqlite
  scrape link --mentions mentions.jsonl --catalogue films.sqlite"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Build, info and lookup."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="build|info|lookup")
    build = actions.add_parser(
        "build", help="make a catalogue", epilog=_BUILD_EPILOG, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    build.add_argument(
        "--from", dest="sources", action="append", nargs="+", required=True, metavar=("SOURCE", "PATH"),
        help="where the films come from; see below",
    )  # fmt: skip
    info = actions.add_parser("info", help="when it was built and what is in it", allow_abbrev=False)
    lookup = actions.add_parser("lookup", help="which films a title may mean, best first", allow_abbrev=False)
    lookup.add_argument("title", help="a title, in any form a list may print it")
    lookup.add_argument("--year", help="the film's year")
    lookup.add_argument("--director", action="append", default=[], metavar="NAME", help="may be repeated")
    for action in (build, info, lookup):
        # Also here, so that it may stand behind the action; without it the one before the action counts.
        action.add_argument("--project", metavar="DIR", default=argparse.SUPPRESS, help="project folder")
        action.add_argument("--catalogue", metavar="PATH", help=_catalogue.HELP)


def run(args: argparse.Namespace) -> int:
    """Carry out the action."""
    return {"build": _build, "info": _info, "lookup": _lookup}[args.action](args)


def _build(args: argparse.Namespace) -> int:
    from scraper.config import load_project
    from scraper.link.build import build

    sources = [(given[0], given[1:]) for given in args.sources]
    target = _catalogue.path(args)
    contact = load_project(args.project).settings.contact
    with _progress() as progress:
        report = build(sources, target, progress, contact=contact)
    print(f"{target}: {report.counts['film']} films, {report.counts['title']} titles, {report.counts['person']} people")
    for reason, count in sorted(report.skipped.items()):
        print(f"left out: {count} x {reason}", file=sys.stderr)
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[str, float | None], None]]:
    """A bar where standard error is a terminal, lines where it is not."""
    if not sys.stderr.isatty():
        yield lambda text, _share: print(text, file=sys.stderr)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda text, share: bar.update(
            task, description=text, completed=share or 0.0, total=None if share is None else 1.0
        )


def _info(args: argparse.Namespace) -> int:
    from scraper.link.catalogue import Catalogue

    with Catalogue(_catalogue.path(args)) as catalogue:
        for name, value in catalogue.info().items():
            print(f"{name:<12} {value}")
    return 0


def _lookup(args: argparse.Namespace) -> int:
    from scraper.errors import InputError
    from scraper.link.catalogue import Catalogue
    from scraper.link.explain import lines
    from scraper.link.linker import link
    from scraper.link.mention import parse

    try:
        mention = parse({"title": args.title, "year": args.year, "directors": args.director})
    except InputError as error:
        raise UsageError(str(error)) from error
    with Catalogue(Path(_catalogue.path(args))) as catalogue:
        for line in lines(link(mention, catalogue)):
            print(line)
    return 0
