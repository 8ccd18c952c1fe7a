"""Text files line by line, gzipped or not, with one clear error where a file ends badly."""

from __future__ import annotations

import bz2
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final, cast

from scraper.errors import InputError

_MAX_LINE: Final = 64_000_000
"""Bytes; the largest entities of a Wikidata dump are a few million."""
_MAGIC: Final[tuple[tuple[bytes, Callable[[IO[bytes]], IO[bytes]]], ...]] = (
    (b"\x1f\x8b", lambda raw: cast("IO[bytes]", gzip.GzipFile(fileobj=raw))),
    (b"BZh", lambda raw: cast("IO[bytes]", bz2.BZ2File(raw))),
)


def open_lines(path: Path, progress: Callable[[int], None] | None = None) -> Iterator[str]:
    """Lines without their ends; compression is recognised by content, a bad byte becomes U+FFFD.

    `progress` is told the bytes read of the file so far, every few thousand lines. Raises InputError where the
    file cannot be opened, is cut short, or is no text.
    """
    for line in open_raw_lines(path, progress):
        yield line.decode("utf-8", errors="replace").rstrip("\r\n").removeprefix("\ufeff")


def open_raw_lines(path: Path, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The same lines as bytes, ends included."""
    try:
        with path.open("rb") as raw:
            stream = _decompressed(raw)
            for number, line in enumerate(iter(lambda: stream.readline(_MAX_LINE), b""), 1):
                if progress and number % 4096 == 0:
                    progress(raw.tell())
                yield line
    except (EOFError, zlib.error) as error:
        raise InputError(f"{path}: the file is cut short; fetch it again") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the path and the file") from error


def _decompressed(raw: io.BufferedReader) -> IO[bytes]:
    head = raw.peek(4)
    return next((opened(raw) for magic, opened in _MAGIC if head.startswith(magic)), raw)
