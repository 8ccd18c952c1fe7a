"""`scrape decide`: the links that wait for a person."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli import _catalogue
from scraper.errors import UsageError

if TYPE_CHECKING:
    from scraper.link.decisions import Verdict
    from scraper.link.linker import Linker
    from scraper.link.mention import Mention

HELP: str = "list the links that wait for a person, and decide them"
EPILOG: str = """\
examples:
  scrape decide                                    what waits, with candidates and features
  scrape decide --mentions mentions.jsonl          the same for a list of your own
  scrape decide 3f9a0c21b7d4 --accept Q900000002   it is this film (Q..., tt... or tmdb:...)
  scrape decide 3f9a0c21b7d4 --reject tt99000003   it is not this one
  scrape decide 3f9a0c21b7d4 --none                it is no film of the catalogue
  scrape decide 3f9a0c21b7d4 --undo                take the last decision back

Decisions are added to config/decisions/links.jsonl. They outrank every run and survive a rebuilt catalogue;
`scrape link` applies them to what is already extracted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which mention, and what is decided."""
    parser.add_argument("key", nargs="?", metavar="KEY", help="the twelve digits that name an undecided link")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--accept", metavar="ID", help="the film it is")
    choice.add_argument("--reject", metavar="ID", help="a film it is not")
    choice.add_argument("--none", action="store_true", help="no film of the catalogue")
    choice.add_argument("--undo", action="store_true", help="take back the last decision")
    parser.add_argument("--mentions", metavar="FILE", help="a list of your own instead of the project's records")
    parser.add_argument("--catalogue", metavar="PATH", help=_catalogue.HELP)


def run(args: argparse.Namespace) -> int:
    """List what waits, or keep one decision."""
    from scraper.cli._store import project_of
    from scraper.link.linker import Linker
    from scraper.pipeline import online_of

    project = project_of(args.project)
    verdict = _verdict(args)
    if (args.key is None) != (verdict is None):
        raise UsageError("a decision needs both: scrape decide KEY --accept ID (or --reject ID, --none, --undo)")
    linker = Linker(_catalogue.path(args), project.decisions, online_of(project))
    mentions = _of_list(Path(args.mentions)) if args.mentions else _of_records(args)
    if verdict is None:
        return _list(mentions, linker)
    return _decide(args.key, *verdict, mentions, project.decisions, linker)


def _verdict(args: argparse.Namespace) -> tuple[Verdict, str | None] | None:
    if args.accept or args.reject:
        from scraper.link.decisions import parse_id

        parse_id(args.accept or args.reject)
        return ("accept", args.accept) if args.accept else ("reject", args.reject)
    return ("none", None) if args.none else ("undo", None) if args.undo else None


def _list(mentions: Iterator[Mention], linker: Linker) -> int:
    from scraper.cli._text import printable
    from scraper.link.decisions import key
    from scraper.link.explain import lines

    shown: set[str] = set()
    for mention in mentions:
        name = key(mention)
        identity = linker.link(mention)
        if name in shown or identity.band != "ask":
            continue
        shown.add(name)
        said = f"{mention.titles[0]}{f' ({mention.year})' if mention.year else ''}"
        by = f", by {', '.join(mention.directors)}" if mention.directors else ""
        print(f"{name}  {printable(said + by)}")
        for line in lines(identity):
            print(f"  {' ' * (len(line) - len(line.lstrip()))}{printable(line)}")
    print(f"{len(shown)} undecided")
    return 0


def _decide(
    name: str, verdict: Verdict, film: str | None, mentions: Iterator[Mention], path: Path, linker: Linker
) -> int:
    from scraper.link import decisions
    from scraper.link.linker import candidate_ids

    decisions.load(path)
    mention = next((one for one in mentions if decisions.key(one) == name), None)
    if mention is None:
        raise UsageError(f"no mention has the key {name}; `scrape decide` lists them")
    seen = candidate_ids(mention, linker.catalogue) if verdict == "none" else ()
    decisions.append(path, mention, verdict, film, seen)
    print(f"kept: {verdict}{f' {film}' if film else ''} for {mention.titles[0]}; {path}")
    return 0


def _of_list(path: Path) -> Iterator[Mention]:
    from scraper.errors import InputError
    from scraper.link.mention import parse
    from scraper.link.sources.lines import open_lines

    for line in open_lines(path):
        try:
            yield parse(json.loads(line))
        except (ValueError, RecursionError, InputError):
            continue


def _of_records(args: argparse.Namespace) -> Iterator[Mention]:
    """What the records in the project's store say of their films."""
    from scraper.cli._store import project_of, store_of
    from scraper.link.records import mentions_in

    with store_of(project_of(args.project)) as store:
        yield from mentions_in(store)
