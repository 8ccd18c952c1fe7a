"""Everything under `output/` that is read from the outbox: files, feed, search index."""

from __future__ import annotations

from pathlib import Path

from scraper.publish.feed import Feed
from scraper.publish.files import Files
from scraper.publish.index import SearchIndex, keep_in_step
from scraper.publish.outbox import Outbox, drain


def publish_local(outbox: Outbox, output: Path) -> dict[str, int]:
    """Bring record files, feed segments and the search index in step; changes given to each."""
    given = {
        "files": drain(outbox, Files(output)),
        "feed": drain(outbox, Feed(output / "feed")),
    }
    index = SearchIndex(output / "search.sqlite")
    try:
        given["search"] = keep_in_step(outbox, index)
    finally:
        index.close()
    return given
