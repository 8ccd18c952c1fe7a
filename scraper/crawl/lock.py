"""Locks between processes of one machine."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scraper.errors import ScraperError


@contextmanager
def locked(output: Path, name: str = "crawl.lock", *, wait: bool = False) -> Iterator[None]:
    """Hold a lock of a project's output; ScraperError with code `locked` while another process does.

    With `wait` its end is waited for. The kernel frees the lock with the process, however that
    ends; the file itself is never removed.
    """
    output.mkdir(parents=True, exist_ok=True)
    handle = os.open(output / name, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ScraperError(
                f"{output / name}: another run is at work; this one leaves it alone", code="locked"
            ) from error
        yield
    finally:
        os.close(handle)
