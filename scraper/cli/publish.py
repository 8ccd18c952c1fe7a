"""`scrape publish`: bring files, feed, search index and engines in step with the records."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from scraper.cli._store import project_of, store_of
from scraper.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from scraper.config import Project
    from scraper.publish.engines import Difference, Engine
    from scraper.store import Store

HELP: str = "bring record files, feed, search index and engines in step; --verify compares them"
EPILOG: str = """\
Engines are sections [publish.<name>] of config/scraper.toml, see docs/publishing.md. Every output
goes on where it stood; a run that was interrupted loses nothing and repeats at most one batch.

examples:
  scrape publish
  scrape publish --to main             only the engine of [publish.main]
  scrape publish --to main --since 0   send everything again
  scrape publish --since 1042          the feed after version 1042, on standard output
  scrape publish --verify              status 1 when anything differs from the records
"""
_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which outputs, from where, or only a comparison."""
    parser.add_argument("--to", metavar="NAME", help="one engine by the name of its section; default: everything")
    parser.add_argument(
        "--since", type=int, metavar="VERSION", help="with --to: send what came after this version again; else print it"
    )
    parser.add_argument("--verify", action="store_true", help="change nothing; compare counts and versions")


def run(args: argparse.Namespace) -> int:
    """Publish or verify; status 1 when an engine rejected something or differs."""
    project = project_of(args.project)
    names = _names(project, args.to)
    if args.since is not None and args.since < 0:
        raise UsageError(f"--since is {args.since}; versions are 0 or more")
    with store_of(project) as store:
        if args.verify:
            return _verify(project, store, names, local=args.to is None)
        if args.to is None:
            _local(project, store)
        if args.to is None and args.since is not None:
            return _feed(project, args.since)
        return max([_send(project, store, name, args.since) for name in names], default=0)


def _names(project: Project, wanted: str | None) -> list[str]:
    known = sorted(project.settings.publish)
    if wanted is None:
        return known
    if wanted not in known:
        raise UsageError(
            f"--to {wanted}: no [publish.{wanted}] in config/scraper.toml; known: {', '.join(known) or 'none'}"
        )
    return [wanted]


def _local(project: Project, store: Store) -> None:
    from scraper.publish.local import publish_local

    given = publish_local(store, project.output)
    print(", ".join(f"{name}: {count} changes" for name, count in given.items()), file=sys.stderr)


def _feed(project: Project, since: int) -> int:
    """The lines of the feed above a version, on standard output."""
    import json

    from scraper.publish.feed import read

    for line in read(project.output / "feed", since):
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    return 0


def _engine(project: Project, name: str) -> Engine:
    import os
    from dataclasses import asdict

    from scraper.publish.engines import open_engine

    settings = project.settings.publish[name]
    key = os.environ.get(settings.key_variable) if settings.key_variable else None
    if settings.key_variable and not key:
        where = f"[publish.{name}] key_variable is {settings.key_variable}"
        raise ConfigError(f"{where}, which is not set; export it before the run")
    return open_engine(name, {**asdict(settings), "key": key})


def _send(project: Project, store: Store, name: str, since: int | None) -> int:
    from scraper.publish.engines import sync

    engine = _engine(project, name)
    try:
        report = sync(store, engine, since=since)
    finally:
        engine.close()
    print(f"{name}: {report.sent} reviews sent, in step up to version {report.cursor}", file=sys.stderr)
    for item in report.rejected:
        print(f"{name}: rejected {item.id} version {item.version}: {item.reason}", file=sys.stderr)
    return 1 if report.rejected else 0


def _verify(project: Project, store: Store, names: list[str], *, local: bool) -> int:
    from scraper.publish.engines import compare
    from scraper.publish.index import SearchIndex, index_path

    agreed = True
    if local:
        index = SearchIndex(index_path(project.folder), read_only=True)
        agreed = _tell("search", compare(store, index.versions()))
        index.close()
    for name in names:
        engine = _engine(project, name)
        try:
            agreed = _tell(name, compare(store, dict(engine.versions()))) and agreed
        finally:
            engine.close()
    return 0 if agreed else 1


def _tell(name: str, difference: Difference) -> bool:
    """One line per output; ids of what differs."""
    if difference.agrees:
        print(f"{name}: in step, {difference.found} reviews")
        return True
    counts = ", ".join(f"{len(ids)} {word}" for word, ids in _differing(difference))
    remedy = "delete output/search.sqlite" if name == "search" else f"run it with --to {name} --since 0"
    print(f"{name}: {difference.found} of {difference.expected} reviews, {counts}; `scrape publish`, else {remedy}")
    for word, ids in _differing(difference):
        print(f"  {word}: {', '.join(ids[:_SHOWN])}{' ...' if len(ids) > _SHOWN else ''}")
    return False


def _differing(difference: Difference) -> list[tuple[str, tuple[str, ...]]]:
    pairs = (("missing", difference.missing), ("too many", difference.extra), ("at another version", difference.stale))
    return [(word, ids) for word, ids in pairs if ids]
