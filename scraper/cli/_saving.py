"""`--save`: what was fetched is kept as a visit, in the same store and the same transaction as a crawl's."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scraper.config import Project
from scraper.model import Response

if TYPE_CHECKING:
    from scraper.pipeline import Outcome
    from scraper.store import Store


class Saver:
    """Commits visits one by one; `close` brings the files, the feed and the search index in step."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._store: Store | None = None

    def keep(self, response: Response, outcome: Outcome, key: str) -> None:
        """Archive a fetched page and commit its visit; `key` is the politeness key of its host."""
        from scraper.crawl import save
        from scraper.crawl.run import epoch_of, store_of

        if self._store is None:
            self._store = store_of(self._project)
        save.commit(self._store, self._project.output, response, outcome, key=key, epoch=epoch_of())

    def close(self) -> None:
        """Publish what was kept."""
        from scraper.crawl import save

        if self._store is not None:
            save.publish(self._store, self._project.output, time.time())
            self._store.close()
            self._store = None
