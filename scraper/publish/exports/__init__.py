"""Exports for people who work in notebooks: every review as it stands, in one file.

The table (`columns`) is generated from `scraper.fields`, and documented in `docs/recipes.md`.
A file appears when it is whole: it is written beside its place and moved there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from scraper.errors import ScraperError, UsageError
from scraper.model import Change
from scraper.publish.outbox import Outbox

FORMATS: Final = ("parquet", "csv", "ndjson", "nquads", "duckdb")
_BATCH: Final = 500
Writer = Callable[[Iterator[Change], Path, Mapping[str, Any]], int]


def standing(outbox: Outbox) -> Iterator[Change]:
    """Every review that stands, each at its last version, in the order of versions.

    Two passes, so that memory holds only ids and versions however many reviews there are.
    """
    last: dict[str, int] = {}
    for change in _all(outbox):
        if change.op == "delete":
            last.pop(change.id, None)
        else:
            last[change.id] = change.version
    for change in _all(outbox):
        if last.get(change.id) == change.version:
            yield change


def _all(outbox: Outbox) -> Iterator[Change]:
    after = 0
    while changes := outbox.changes(after, _BATCH):
        after = changes[-1].version
        yield from (change for change in changes if change.kind == "review")


def export(outbox: Outbox, form: str, target: Path, *, context: Mapping[str, Any] | None = None) -> int:
    """Write every review to `target`; how many. `context` is JSON-LD's, which `nquads` needs.

    Raises `UsageError` for an unknown format, `ScraperError` where the file or a library fails.
    """
    if form not in FORMATS:
        raise UsageError(f"--to {form}: use one of {', '.join(FORMATS)}")
    try:
        module = import_module(f"scraper.publish.exports.{form}")
    except ModuleNotFoundError as error:
        raise ScraperError(f"{error.name} is not installed; pip install 'film-review-scraper[export]'") from error
    write: Writer = module.write
    with _whole(target) as part:
        return write(standing(outbox), part, context or {})


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(target)
    except OSError as error:
        raise ScraperError(
            f"{target} cannot be written ({error.strerror or error}); make room or allow writing"
        ) from error
    finally:
        part.unlink(missing_ok=True)
