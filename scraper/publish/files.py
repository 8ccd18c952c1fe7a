"""One file per review, film and person under `output/`, kept in step with the outbox.

    reviews/3f/3f1c....jsonld          the record, canonical JSON
    reviews/3f/3f1c....ledger.ndjson   one line per field: claims, evidence, versions
    films/..jsonld  people/..jsonld    what all reviews together say of a film or person

Files appear and change at once (written beside, then renamed) and stay untouched, modification
time included, where nothing changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from scraper.errors import ScraperError
from scraper.model import Change

FOLDERS: Final = {"review": "reviews", "film": "films", "person": "people"}


class Files:
    """The reader that writes documents as files below `root`."""

    name = "files"

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, kind: str, key: str) -> Path:
        """Where the document of `key` lies; two leading digits make folders that stay small."""
        return self.root / FOLDERS[kind] / key[:2] / f"{key}.jsonld"

    def apply(self, changes: Sequence[Change]) -> None:
        """Write and remove files; of several changes of one document only the last counts."""
        last = {(change.kind, change.id): change for change in changes}
        try:
            written = [path for change in last.values() for path in self._apply(change)]
            for path in written:
                _to_disk(path)
        except OSError as error:
            raise ScraperError(
                f"{error.filename or self.root}: {error.strerror}; make room or allow writing, then run again",
                code="output",
            ) from error

    def _apply(self, change: Change) -> Iterator[Path]:
        path = self.path(change.kind, change.id)
        ledger = path.with_suffix(".ledger.ndjson")
        if change.op == "delete":
            path.unlink(missing_ok=True)
            ledger.unlink(missing_ok=True)
            return
        # The ledger first: whoever sees a document finds what proves it.
        if change.ledger is not None and _replace(ledger, change.ledger):
            yield ledger
        if change.document is not None and _replace(path, change.document):
            yield path


def _replace(path: Path, content: bytes) -> bool:
    """Write `content` to `path` at once; False, and nothing touched, when it already holds just that."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
    return True


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk, so that the cursor never runs ahead of it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
