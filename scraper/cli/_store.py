"""Opening a project's store for verbs that read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.errors import ConfigError, ScraperError

if TYPE_CHECKING:
    from scraper.config import Project
    from scraper.store import Store


def project_of(folder: Path | None) -> Project:
    """The project's settings; an error where there is no project folder."""
    from scraper.config import load_project

    if folder is None:
        raise ConfigError("no project folder here; make one with `scrape init`, or name it with --project DIR")
    return load_project(folder)


@contextmanager
def store_of(project: Project) -> Iterator[Store]:
    """The project's store, closed afterwards; it must exist."""
    from scraper.store import open_store

    target = project.settings.store
    if target.startswith(("postgresql://", "postgres://")):
        store = open_store(target)
    else:
        path = (project.folder or Path.cwd()) / target
        if not path.exists():
            raise ScraperError(f"{path} does not exist yet; `scrape crawl` makes it")
        store = open_store(path)
    try:
        yield store
    finally:
        store.close()
