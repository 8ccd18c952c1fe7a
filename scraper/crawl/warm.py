"""Imported by the process that workers are forked from: everything that reading a page needs is loaded then.

What is loaded is taken out of the garbage collector's sight, which would otherwise write to all
of it in every worker, so that each got a copy of its own.
"""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import scraper.crawl.worker  # noqa: F401 - for the workers
from scraper.model import Response
from scraper.pipeline import process

_ALLOCATIONS = 20_000
"""New objects between two looks for garbage. A page makes many thousand; Python's own 700 cost a tenth of its time."""
_URL = "https://harrow.example/"


def _warm() -> None:
    """Read an empty page: the words of all languages are loaded for the first page, whatever it holds."""
    process(Response(_URL, 200, (), b"<html></html>", datetime.fromtimestamp(0, UTC), 0.0, _URL))
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 10, 10)


_warm()
