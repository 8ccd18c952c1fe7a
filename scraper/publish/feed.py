"""The feed: numbered segments of NDJSON from which any index downstream can be kept in step.

`output/feed/000000000001.ndjson` begins with the change of that version. A line is

    {"op":"upsert","kind":"review","id":"3f1c...","version":1042,"at":"2024-05-01T08:00:00Z","doc":{...}}

A delete has no `doc`. Versions only rise, within a segment and from one to the next; ids are
hexadecimal. Whoever has applied everything up to version n goes on at the first line above n.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from scraper.errors import ScraperError
from scraper.model import Change

LINES: Final = 1_000
"""Changes in a full segment. Fixed, so that the same changes give the same files."""


class Feed:
    """The reader that appends changes to segments below `folder`."""

    name = "feed"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def apply(self, changes: Sequence[Change]) -> None:
        """Append what the segments do not hold yet; after a crash a half-written line is cut off first."""
        try:
            self._append(changes)
        except OSError as error:
            raise ScraperError(
                f"{error.filename or self.folder}: {error.strerror}; make room or allow writing, then run again",
                code="output",
            ) from error

    def _append(self, changes: Sequence[Change]) -> None:
        path, lines, last = self._end()
        fresh = [change for change in changes if change.version > last]
        while fresh:
            if path is None or lines >= LINES:
                path, lines = self.folder / f"{fresh[0].version:012d}.ndjson", 0
            part, fresh = fresh[: LINES - lines], fresh[LINES - lines :]
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as segment:
                segment.writelines(map(line, part))
                segment.flush()
                os.fsync(segment.fileno())
            lines += len(part)

    def _end(self) -> tuple[Path | None, int, int]:
        """The open segment, its number of whole lines and its last version; mends a torn end."""
        for path in reversed(segments(self.folder)):
            content = path.read_bytes()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                os.truncate(path, whole)
            if whole:
                rows = content[:whole].splitlines()
                return path, len(rows), int(json.loads(rows[-1])["version"])
            path.unlink()
        return None, 0, 0


def segments(folder: Path) -> list[Path]:
    """The segments of a feed, in the order of their versions."""
    return sorted(folder.glob("[0-9]*.ndjson"))


def read(folder: Path, after: int = 0) -> Iterator[dict[str, object]]:
    """Lines of a feed with a version above `after`, in order, as a consumer reads them."""
    paths = segments(folder)
    starts = [int(path.stem) for path in paths]
    first = max((index for index, start in enumerate(starts) if start <= after + 1), default=0)
    for path in paths[first:]:
        with path.open("rb") as segment:
            for raw in segment:
                row = json.loads(raw)
                if row["version"] > after:
                    yield row


def line(change: Change) -> bytes:
    """One change as the feed writes it: keys in a fixed order, the document's bytes as they are kept."""
    head = {"op": change.op, "kind": change.kind, "id": change.id, "version": change.version}
    at = change.at.isoformat(timespec="seconds").replace("+00:00", "Z")
    start = json.dumps({**head, "at": at}, separators=(",", ":")).encode()
    if change.document is None:
        return start + b"\n"
    return start[:-1] + b',"doc":' + change.document + b"}\n"


def compact(folder: Path) -> int:
    """Drop the lines that a later one of the same document replaces; how many.

    Versions keep their numbers, so a consumer goes on as if nothing had happened. Only
    `scrape forget` needs it: what is taken down must not live on in old segments.
    """
    last: dict[tuple[str, str], int] = {}
    for row in read(folder):
        last[str(row["kind"]), str(row["id"])] = int(str(row["version"]))
    dropped = 0
    paths = segments(folder)
    for path in paths:
        rows = [(raw, json.loads(raw)) for raw in path.read_bytes().splitlines(keepends=True)]
        kept = [raw for raw, row in rows if last[row["kind"], row["id"]] == row["version"]]
        if len(kept) == len(rows):
            continue
        dropped += len(rows) - len(kept)
        if not kept and path != paths[-1]:
            path.unlink()
            continue
        beside = path.with_suffix(".new")
        beside.write_bytes(b"".join(kept))
        beside.replace(path)
    return dropped
