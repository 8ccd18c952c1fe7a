"""SQLite in WAL mode: the store of one machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scraper.errors import ScraperError
from scraper.store.database import Row, migrations
from scraper.store.store import Store

CACHE_KIB = 24_000
"""Enough for the branches of the indexes of a million addresses."""
_BUSY_SECONDS = 30.0


class SqliteDatabase:
    """One connection. Every write transaction is BEGIN IMMEDIATE.

    A deferred transaction that turns into a writer fails at once with SQLITE_BUSY and ignores
    the busy time-out; an immediate one waits its turn.
    """

    lock_row = ""

    def __init__(self, path: Path | str, cache_kib: int) -> None:
        self.path = path
        try:
            self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=256)
            for pragma in (
                "journal_mode=WAL",
                "synchronous=NORMAL",
                f"cache_size=-{cache_kib}",
                "wal_autocheckpoint=8000",
                "journal_size_limit=40000000",
            ):
                self._connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from error

    def run(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Execute one statement; its rows."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise _trouble(self.path, error) from error

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for each row of values."""
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.OperationalError as error:
            raise _trouble(self.path, error) from error

    def count(self, sql: str, values: Sequence[object] = ()) -> int:
        """Execute one statement; how many rows it changed."""
        try:
            return self._connection.execute(sql, values).rowcount
        except sqlite3.OperationalError as error:
            raise _trouble(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A write transaction from its first statement on."""
        try:
            with self._connection:  # commits, or rolls back whatever ended it; also when the commit itself fails
                self.run("BEGIN IMMEDIATE")
                yield
        except sqlite3.OperationalError as error:
            raise _trouble(self.path, error) from error

    def lock_outbox(self) -> None:
        """Nothing to do: SQLite has one writer at a time."""

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        self._connection.close()


def _trouble(path: Path | str, error: sqlite3.Error) -> ScraperError:
    text = str(error)
    remedy = (
        "free some space and start again; nothing that was committed is lost"
        if "full" in text
        else "another program holds it; try again later"
        if "locked" in text
        else "check that the file is a database of this program and may be written"
    )
    return ScraperError(f"{path}: {text}; {remedy}", code="store")


def migrate(database: SqliteDatabase) -> None:
    """Bring the schema to this version, one numbered script per transaction."""
    scripts = migrations()
    (found,) = database.run("PRAGMA user_version")[0]
    if found > scripts[-1][0]:
        raise ScraperError(
            f"{database.path}: made by a newer version (schema {found}); update the program", code="store"
        )
    for number, script in scripts:
        if number <= found:
            continue
        with database.transaction():
            (again,) = database.run("PRAGMA user_version")[0]
            if again >= number:
                continue
            for statement in script:
                database.run(statement)
            database.run(f"PRAGMA user_version = {number}")


def open_sqlite(path: Path | str, *, cache_kib: int = CACHE_KIB) -> Store:
    """Open (or make) the store in a file; ":memory:" for one that dies with the process.

    `cache_kib` bounds the part of the file that is kept in memory.

    >>> store = open_sqlite(":memory:")
    >>> store.changes(0, 10)
    []
    """
    if isinstance(path, Path):
        path.parent.mkdir(parents=True, exist_ok=True)
    database = SqliteDatabase(path, cache_kib)
    try:
        migrate(database)
    except sqlite3.DatabaseError as error:
        raise _trouble(path, error) from error
    return Store(database)
