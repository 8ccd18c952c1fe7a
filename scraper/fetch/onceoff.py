"""Host state of one-off calls: a small SQLite file in the user's cache folder.

Two `scrape URL` at once, or one a second after the other, are one guest to the site: they share
this file, and so one slot and one next time per politeness key. A project keeps the same state
in its store instead.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from scraper.errors import ConfigError
from scraper.model import Host, RobotsCopy

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS host (
  key TEXT PRIMARY KEY, state TEXT NOT NULL, token INTEGER NOT NULL, until REAL NOT NULL, touched REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, copy TEXT NOT NULL, touched REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS address (ip TEXT PRIMARY KEY, next_at REAL NOT NULL) WITHOUT ROWID;
"""
_KEPT: Final = 90 * 86400.0
"""Seconds after which a host that nobody asked is forgotten."""
_PAUSE: Final = 86400.0
_BUSY: Final = 10.0

_T = TypeVar("_T", Host, RobotsCopy)


def default_path() -> Path:
    """`$XDG_CACHE_HOME/film-review-scraper/hosts.sqlite3`, by default under ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    cache = Path(base) if base.startswith("/") else Path.home() / ".cache"
    return cache / "film-review-scraper" / "hosts.sqlite3"


class OnceOffState:
    """`HostState` in one file, for all processes of a user. A context manager.

    Raises ConfigError, naming the file, where it cannot be used.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = default_path() if path is None else path
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"{error.filename}: {error.strerror}; set XDG_CACHE_HOME to a writable folder") from error
        with self._named():
            self._file = sqlite3.connect(self._path, timeout=_BUSY, isolation_level=None)
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=NORMAL")
            self._file.executescript(_SCHEMA)
            self._forget_old(time.time())

    def __enter__(self) -> Self:
        """The open state."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def host(self, key: str) -> Host:
        """See `HostState.host`; a host that a project would pause rests a day here, for want of an operator."""
        found = self._one("SELECT state FROM host WHERE key = ?", key)
        host = _load(Host, found[0]) if found else Host(key)
        if host.state != "paused":
            return host
        return replace(host, state="cooling", next_at=max(host.next_at, (host.last_failure_at or 0.0) + _PAUSE))

    def claim(self, key: str, *, now: float, until: float) -> int | None:
        """See `HostState.claim`."""
        found = self._one(
            "INSERT INTO host VALUES (?1, ?2, 1, ?4, ?3) ON CONFLICT (key) DO UPDATE SET"
            " token = token + 1, until = excluded.until, touched = excluded.touched WHERE host.until <= ?3"
            " RETURNING token",
            key, json.dumps(asdict(Host(key))), now, until,
        )  # fmt: skip
        return int(found[0]) if found else None

    def release(self, host: Host, token: int) -> bool:
        """See `HostState.release`."""
        found = self._one(
            "UPDATE host SET state = ?, until = 0 WHERE key = ? AND token = ? RETURNING token",
            json.dumps(asdict(host)), host.key, token,
        )  # fmt: skip
        return found is not None

    def robots(self, origin: str) -> RobotsCopy | None:
        """See `HostState.robots`."""
        found = self._one("SELECT copy FROM robots WHERE origin = ?", origin)
        return _load(RobotsCopy, found[0]) if found else None

    def save_robots(self, copy: RobotsCopy) -> None:
        """See `HostState.save_robots`."""
        self._one(
            "INSERT INTO robots VALUES (?, ?, ?) ON CONFLICT (origin) DO UPDATE SET"
            " copy = excluded.copy, touched = excluded.touched",
            copy.origin, json.dumps(asdict(copy)), copy.checked_at,
        )  # fmt: skip

    def address_turn(self, ip: str, *, now: float, delay: float, patience: float) -> float | None:
        """See `HostState.address_turn`."""
        found = self._one(
            "INSERT INTO address VALUES (?1, ?2 + ?3) ON CONFLICT (ip) DO UPDATE SET next_at = ?3 +"
            " CASE WHEN next_at > ?2 + ?4 + ?3 THEN ?2 + ?3 WHEN next_at > ?2 THEN next_at ELSE ?2 END"
            " WHERE next_at <= ?2 + ?4 OR next_at > ?2 + ?4 + ?3 RETURNING next_at",
            ip, now, delay, patience,
        )  # fmt: skip
        return float(found[0]) - delay if found else None

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        """Run one statement, a transaction of its own; its first row."""
        with self._named():
            rows: list[tuple[Any, ...]] = self._file.execute(statement, values).fetchall()
        return rows[0] if rows else None

    def _forget_old(self, now: float) -> None:
        """Keep the file small: hosts and robots copies that nobody asked for in three months go."""
        old = now - _KEPT
        self._file.execute("DELETE FROM robots WHERE touched < ?", (old,))
        self._file.execute("DELETE FROM host WHERE touched < ? AND until < ?", (old, now))
        self._file.execute("DELETE FROM address WHERE next_at < ?", (now,))

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ConfigError(f"{self._path}: {error}; remove the file, it is only a cache of host state") from error


def _load(kind: type[_T], text: str) -> _T:
    """The value of a row; fields that this version does not know are left out."""
    known = {entry.name for entry in fields(kind)}
    return kind(**{name: value for name, value in json.loads(text).items() if name in known})
