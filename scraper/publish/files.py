"""One file per review, film and person under `output/`, kept in step with the outbox.

    reviews/3f/3f1c....jsonld          the record, canonical JSON
    reviews/3f/3f1c....ledger.ndjson   one line per field: claims, evidence, versions
    films/..jsonld  people/..jsonld    what all reviews together say of a film or person

Files appear and change at once (written beside, then renamed) and stay untouched, modification
time included, where nothing changed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
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
            written = [self._apply(change) for change in last.values()]
        except OSError as error:
            raise ScraperError(
                f"{error.filename or self.root}: {error.strerror}; make room or allow writing, then run again",
                code="output",
            ) from error
        if any(written):
            # Once for all, so that the cursor never runs ahead of the disk; a file at a time takes fifty times as long.
            os.sync()

    def _apply(self, change: Change) -> bool:
        """Bring the files of one document in step; whether anything was written or removed."""
        path = self.path(change.kind, change.id)
        ledger = path.with_suffix(".ledger.ndjson")
        if change.op == "delete":
            path.unlink(missing_ok=True)
            ledger.unlink(missing_ok=True)
            return True
        # The ledger first: whoever sees a document finds what proves it.
        proof = change.ledger is not None and _replace(str(ledger), change.ledger)
        return (change.document is not None and _replace(str(path), change.document)) or proof


def _replace(path: str, content: bytes) -> bool:
    """Put `content` at `path` at once; False, and nothing touched, when it is there already."""
    if _holds(path, content):
        return False
    folder, name = os.path.split(path)
    beside = f"{folder}/.{name}.new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    try:
        handle = os.open(beside, flags, 0o644)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - a string: a file is written for every record
        handle = os.open(beside, flags, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)
    os.rename(beside, path)  # noqa: PTH104 - the same
    return True


def _holds(path: str, content: bytes) -> bool:
    try:
        if os.stat(path).st_size != len(content):  # noqa: PTH116 - the same
            return False
    except FileNotFoundError:
        return False
    return Path(path).read_bytes() == content
