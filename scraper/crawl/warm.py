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
_PAGE = b"""<h1>Review: Harrow Lane (2019)</h1><p>Directed by Ida Ros, with Jon Vale as the keeper, this film opens on
4 May and is on Netflix. I give it three and a half out of five stars.</p><p>By Ida Moss. Rating: 3.5/5</p>"""


def _warm() -> None:
    """Read a small review: the words of all languages are loaded for it, and the patterns of English are made."""
    process(Response(_URL, 200, (), _PAGE, datetime.fromtimestamp(0, UTC), 0.0, _URL))
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 10, 10)


_warm()
