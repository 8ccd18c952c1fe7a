"""The one store that remembers: pages, visits, hosts, records and the outbox."""

from __future__ import annotations

from pathlib import Path

from scraper.store.rows import Archived, Committed, FencedError, Found, Kind, Lease, Page, State, Via, Visit
from scraper.store.sqlite import CACHE_KIB, open_sqlite
from scraper.store.store import Store

__all__ = [
    "CACHE_KIB",
    "Archived",
    "Committed",
    "FencedError",
    "Found",
    "Kind",
    "Lease",
    "Page",
    "State",
    "Store",
    "Via",
    "Visit",
    "open_store",
]


def open_store(target: Path | str, *, cache_kib: int = CACHE_KIB) -> Store:
    """Open (or make) a store: the path of an SQLite file, or a `postgresql://` address.

    `cache_kib` bounds what SQLite keeps in memory.

    >>> open_store(":memory:").last_version()
    0
    """
    if isinstance(target, str) and target.startswith(("postgresql://", "postgres://")):
        from scraper.store.postgres import open_postgres  # noqa: PLC0415 - an extra that few install

        return open_postgres(target)
    return open_sqlite(target, cache_kib=cache_kib)
