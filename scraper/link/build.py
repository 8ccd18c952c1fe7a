"""Makes a catalogue from one or several sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scraper.errors import UsageError
from scraper.link.builder import Builder
from scraper.link.sources import imdb, jsonl

Progress = Callable[[str], None]
Add = Callable[[Builder, Path, Progress], None]

_LOCAL: Final[Mapping[str, Add]] = {
    "jsonl": lambda builder, path, _: jsonl.build(builder, path),
    "imdb": imdb.build,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a build wrote, by table, and what it left out, by reason."""

    counts: Mapping[str, int]
    skipped: Mapping[str, int]


def build(sources: Sequence[tuple[str, Sequence[str]]], target: Path, progress: Progress) -> Report:
    """Read every source (its name, its arguments) into one catalogue at `target`.

    Raises UsageError for a source that is not known, InputError for one that cannot be read; then
    what stood at `target` before still stands there.
    """
    for name, arguments in sources:
        _check(name, arguments)
    with Builder(target) as builder:
        for name, arguments in sources:
            progress(f"reading {name} {' '.join(arguments)}".rstrip())
            _LOCAL[name](builder, Path(arguments[0]), progress)
        progress("writing")
        return Report(builder.finish(), builder.skipped)


def _check(name: str, arguments: Sequence[str]) -> None:
    if name not in _LOCAL:
        raise UsageError(f"--from {name}: no such source; one of: {', '.join(_LOCAL)}")
    if len(arguments) != 1:
        raise UsageError(f"--from {name} takes one path; write: --from {name} PATH")
