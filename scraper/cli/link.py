"""`scrape link`: say which films a list of mentions means."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli import _catalogue
from scraper.errors import InputError, UsageError

if TYPE_CHECKING:
    from scraper.config import Project
    from scraper.link.linker import Linker
    from scraper.link.online import Online
    from scraper.store import Store

HELP: str = "link a list of mentions to the catalogue, or anew everything that is extracted already"
EPILOG: str = """\
examples:
  scrape link                  after a new catalogue or new decisions: every review in the project again
  scrape link --mentions mentions.jsonl --catalogue films.sqlite
  scrape link --mentions - < mentions.jsonl > linked.jsonl

Services that [link] online names in the settings are asked for what the catalogue leaves open.

Each line of the file is a mention, {"title": "Harrow Lane", "year": 1995, "directors": ["Ada Pell"],
"people": []} (all but the title optional), or a title as lists print it, "Harrow Lane, The (1995)".
Each line of the answer is {"input", "band", "film", "score", "reasons", "candidates"}, in order;
`film` (wikidata, imdb, tmdb, title, year) is given only when `band` is "auto"."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The list and the catalogue."""
    parser.add_argument("--mentions", metavar="FILE", help="JSON lines, one mention each; - for standard input")
    parser.add_argument("--catalogue", metavar="PATH", help=_catalogue.HELP)


def run(args: argparse.Namespace) -> int:
    """Answer every line; status 1 when a line was no mention."""
    if args.mentions is None:
        return _relink(args)
    from scraper.link.linker import Linker

    if args.project is None:
        linker = Linker(_catalogue.path(args))
    else:
        from scraper.config import load_project

        project = load_project(args.project)
        linker = Linker(_catalogue.path(args), project.decisions, _online(project))
    failed = False
    for line in _lines(args.mentions):
        answer = _answer(line, linker)
        failed = failed or "error" in answer
        print(json.dumps(answer, ensure_ascii=False))
    return 1 if failed else 0


def _relink(args: argparse.Namespace) -> int:
    """Link every record of the project's store anew; nothing is fetched, and only what changes is written."""
    from scraper.cli._store import project_of, store_of
    from scraper.crawl.lock import locked
    from scraper.crawl.pool import pool
    from scraper.crawl.reextract import Reextraction
    from scraper.crawl.run import default_process
    from scraper.crawl.save import publish
    from scraper.crawl.site import gather
    from scraper.link.linker import Linker

    if args.catalogue:
        raise UsageError("--catalogue goes with --mentions; a project's own is set as [link] catalogue in its settings")
    project = project_of(args.project)
    linker = Linker(project.catalogue, project.decisions, _online(project))
    now = time.time()
    with locked(project.output), store_of(project) as store, pool() as executor:
        if project.settings.link.online:
            _ask_services(store, linker)
        archive, sites = project.output / "archive", gather(project.sites)
        outcome = Reextraction(store, archive, sites, default_process(project), executor, now).relink()
        publish(store, project.output, now)
    for line in outcome.torn:
        print(line, file=sys.stderr)
    print(f"{outcome.records} records, {outcome.upserts} linked anew")
    return 1 if outcome.torn else 0


def _online(project: Project) -> Online | None:
    """The project's services, to be asked here and nowhere else; TMDb's key is in the environment."""
    from scraper.link.online import KEY_VARIABLE
    from scraper.pipeline import online_of

    return online_of(project, offline=False, key=os.environ.get(KEY_VARIABLE, ""))


def _ask_services(store: Store, linker: Linker) -> None:
    """Ask the services, one film after the other, for what the catalogue leaves open; answers go to the cache."""
    from scraper.link.records import mentions_in

    silent = set()
    for mention in mentions_in(store):
        identity = linker.link(mention)
        silent |= {reason for reason in identity.reasons if "gave no answer" in reason}
    for reason in sorted(silent):
        print(reason, file=sys.stderr)


def _answer(line: str, linker: Linker) -> dict[str, object]:
    from scraper.link.answers import error_to_dict, to_dict
    from scraper.link.mention import parse

    try:
        value = json.loads(line)
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return error_to_dict(line[:500], "the line is no JSON")
    try:
        return to_dict(value, linker.link(parse(value)))
    except InputError as error:
        return error_to_dict(value, str(error))


def _lines(name: str) -> Iterator[str]:
    """Lines that hold anything; raises InputError where the file cannot be read."""
    if name == "-":
        yield from (line for line in sys.stdin if line.strip())
        return
    from scraper.link.sources.lines import open_lines

    yield from (line for line in open_lines(Path(name)) if line.strip())
