"""The seam between the verbs of a store and the database that keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from importlib import resources
from typing import Any, Protocol

Row = tuple[Any, ...]


class Database(Protocol):
    """A connection in autocommit mode that speaks the common part of SQLite's and PostgreSQL's SQL.

    `lock_row` is what a SELECT adds to lock the row it will change, passing over rows that
    another transaction holds; `lock_outbox` makes versions visible in the order they rise.
    """

    lock_row: str

    def run(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Execute one statement with `?` placeholders; its rows, empty when it gives none."""

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for each row of values."""

    def count(self, sql: str, values: Sequence[object] = ()) -> int:
        """Execute one statement; how many rows it changed."""

    def transaction(self) -> AbstractContextManager[None]:
        """A write transaction from its first statement on; rolled back when an exception leaves it."""

    def lock_outbox(self) -> None:
        """Inside a transaction: wait until no other one is adding changes."""

    def close(self) -> None:
        """Give the connection back."""


def migrations() -> list[tuple[int, list[str]]]:
    """The numbered scripts of this package, rising, each as its statements in SQLite's spelling."""
    folder = resources.files("scraper.store") / "migrations"
    scripts = sorted((int(item.name[:4]), item) for item in folder.iterdir() if item.name.endswith(".sql"))
    return [(number, statements(item.read_text(encoding="utf-8"))) for number, item in scripts]


def statements(script: str) -> list[str]:
    r"""The statements of a script without comments and empty ones.

    >>> statements("CREATE TABLE a (b TEXT); -- a; comment\nDROP TABLE a;")
    ['CREATE TABLE a (b TEXT)', 'DROP TABLE a']
    """
    bare = re.sub(r"--[^\n]*", "", script)
    return [part.strip() for part in bare.split(";") if part.strip()]
