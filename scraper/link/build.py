"""Makes a catalogue from one or several sources."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from scraper.errors import UsageError
from scraper.link.builder import Builder
from scraper.link.sources import dump, imdb, jsonl

Progress = Callable[[str, float | None], None]
"""Told what is being done, and how much of it is done (0..1) where that is known."""
_PATHS: Final[Mapping[str, int]] = {"jsonl": 1, "imdb": 1, "wikidata-dump": 1, "wikidata": 0, "sparql": 1}
"""Sources, and how many arguments each takes."""
_KEEP: Final = 30 * 86_400.0
"""Seconds for which the answers of an interrupted build are good."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build wrote, by table, and what it left out, by reason."""

    counts: Mapping[str, int]
    skipped: Mapping[str, int]


def build(
    sources: Sequence[tuple[str, Sequence[str]]], target: Path, progress: Progress, *, contact: str | None = None
) -> Report:
    """Read every source (its name, its arguments) into one catalogue at `target`.

    `contact` is who asks, for sources on the network. Raises UsageError for a source that is not
    known, InputError for one that cannot be read, FetchError for one that does not answer; then
    what stood at `target` before still stands there.
    """
    for name, arguments in sources:
        _check(name, arguments, contact)
    pages = target.with_name(f"{target.name}.pages")
    with Builder(target) as builder:
        for name, arguments in sources:
            progress(f"reading {name} {' '.join(arguments)}".rstrip(), None)
            _read(builder, name, arguments, pages, contact or "", progress)
        progress("writing", None)
        report = Report(builder.finish(), builder.skipped)
    shutil.rmtree(pages, ignore_errors=True)
    return report


def _read(builder: Builder, name: str, arguments: Sequence[str], pages: Path, contact: str, progress: Progress) -> None:
    if name == "jsonl":
        jsonl.build(builder, Path(arguments[0]))
    elif name == "imdb":
        imdb.build(builder, Path(arguments[0]), progress)
    elif name == "wikidata-dump":
        dump.build(builder, Path(arguments[0]), progress)
    else:
        _sparql(builder, next(iter(arguments), None), pages, contact, progress)


def _sparql(builder: Builder, endpoint: str | None, pages: Path, contact: str, progress: Progress) -> None:
    from scraper.link.online.client import Client  # noqa: PLC0415 - only this source needs the network
    from scraper.link.sources import sparql  # noqa: PLC0415 - the same

    years = range(sparql.FIRST_YEAR, datetime.now(UTC).year + 2)
    with Client(agent(contact), interval=2.0, cache=pages, keep=_KEEP) as client:
        sparql.build(builder, client, years, endpoint=endpoint or sparql.WIKIDATA, progress=progress)


def agent(contact: str) -> str:
    """The User-Agent that services on the network see."""
    return f"film-review-scraper (+{contact})"


def _check(name: str, arguments: Sequence[str], contact: str | None) -> None:
    if name not in _PATHS:
        raise UsageError(f"--from {name}: no such source; one of: {', '.join(_PATHS)}")
    if len(arguments) != _PATHS[name]:
        raise UsageError(f"--from {name} takes {_PATHS[name]} path or address; see scrape catalogue build --help")
    if name in ("wikidata", "sparql") and not contact:
        raise UsageError(f"--from {name} asks a public service, which wants to know who asks; run `scrape init` first")
