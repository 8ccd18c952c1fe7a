"""The archive as a whole: is every record that the store vouches for there, and a copy of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scraper.crawl.archive import read
from scraper.crawl.warc import TornError, warcinfo
from scraper.store import Archived


def check(folder: Path, places: Sequence[Archived]) -> list[str]:
    """One line for each archived response that cannot be read back whole."""
    torn = []
    for place in places:
        try:
            read(folder, place)
        except TornError as error:
            torn.append(str(error))
    return torn


def export(folder: Path, places: Sequence[Archived], target: Path) -> int:
    """Copy archived responses into one new WARC file, which appears when it is whole; how many.

    Raises TornError for a record that cannot be read; nothing is written then.
    """
    beside = target.with_name(f".{target.name}.new")
    try:
        with beside.open("wb") as out:
            out.write(warcinfo("film-review-scraper", datetime.now(UTC)))
            for place in places:
                read(folder, place)
                with (folder / place.file).open("rb") as file:
                    file.seek(place.start)
                    out.write(file.read(place.length))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return len(places)
