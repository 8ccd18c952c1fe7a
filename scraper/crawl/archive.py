"""The archive folder: responses appended to rotated WARC files, read back by position.

A record is on the disk before the commit that names it, and the store vouches for so many bytes
of each file. Whatever lies behind them was written by a run that died: it is cut off at the next
start. A file shorter than that was damaged by someone else: it is named and never appended to.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import BinaryIO, Final

from scraper.crawl.warc import TornError, pack, unpack, warcinfo
from scraper.errors import ScraperError
from scraper.model import Response
from scraper.store import Archived

ROTATE: Final = 256 * 1024 * 1024
_SUFFIX: Final = ".warc.gz"


class Archive:
    """Appends responses to the files of one `writer` (a name without a hyphen) below `folder`.

    `committed` says how many bytes of each file the store vouches for.
    """

    def __init__(
        self, folder: Path, committed: Mapping[str, int], *, writer: str = "crawl", rotate: int = ROTATE
    ) -> None:
        self.folder = folder
        self.torn: list[str] = []
        self._writer = writer
        self._rotate = rotate
        self._file: BinaryIO | None = None
        self._name, self._size = self._resume(committed)

    def _resume(self, committed: Mapping[str, int]) -> tuple[str, int]:
        """The file to go on with, cut back to what was committed."""
        names = {path.name for path in self.folder.glob(f"{self._writer}-*{_SUFFIX}")}
        ours = sorted(names | {name for name in committed if name.startswith(f"{self._writer}-")})
        for name in ours:
            path = self.folder / name
            size = path.stat().st_size if name in names else 0
            vouched = committed.get(name, 0)
            if size < vouched:
                self.torn.append(f"{path}: {size} bytes, {vouched} were archived; restore it from a backup")
            elif size > vouched:
                os.truncate(path, vouched)
        last = ours[-1] if ours else ""
        if last and not any(last in line for line in self.torn) and committed.get(last, 0) < self._rotate:
            return last, committed.get(last, 0)
        return self._numbered(int(last.split("-")[1].split(".")[0]) + 1 if last else 1), 0

    def _numbered(self, number: int) -> str:
        return f"{self._writer}-{number:06d}{_SUFFIX}"

    def append(self, member: bytes, at: datetime) -> Archived:
        """Append one packed response; it is safe only after `sync`."""
        if self._size >= self._rotate:
            self.close()
            self._name, self._size = self._numbered(int(self._name.split("-")[1].split(".")[0]) + 1), 0
        try:
            file = self._opened(at)
            file.write(member)
        except OSError as error:
            raise _trouble(self.folder / self._name, error) from error
        start, self._size = self._size, self._size + len(member)
        return Archived(self._name, start, len(member))

    def _opened(self, at: datetime) -> BinaryIO:
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = (self.folder / self._name).open("ab")
            if self._size == 0:
                info = warcinfo(f"film-review-scraper/{metadata.version('film-review-scraper')}", at)
                self._file.write(info)
                self._size = len(info)
        return self._file

    def sync(self) -> None:
        """Wait until everything appended is on the disk."""
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _trouble(self.folder / self._name, error) from error

    def close(self) -> None:
        """Sync and close; the archive can be appended to again."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None


def read(folder: Path, place: Archived) -> Response:
    """The response that lies at a place; TornError naming file and byte when it does not."""
    path = folder / place.file
    where = f"{path} at byte {place.start}"
    try:
        with path.open("rb") as file:
            file.seek(place.start)
            member = file.read(place.length)
    except OSError as error:
        raise TornError(f"{where}: {error.strerror}; restore the file or crawl the page again") from error
    if len(member) < place.length:
        raise TornError(f"{where}: the file ends too early; restore it or crawl the page again")
    return unpack(member, where)


def members(path: Path, places: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
    """Raw records of a file from start positions and lengths, in the order they lie."""
    with path.open("rb") as file:
        for start in sorted(places):
            file.seek(start)
            yield start, file.read(places[start])


def packed(response: Response) -> bytes:
    """A response as it is appended; costs milliseconds, so workers do it."""
    return pack(response)


def _trouble(path: Path, error: OSError) -> ScraperError:
    return ScraperError(f"{path}: {error.strerror}; make room or allow writing, then run again", code="archive")
