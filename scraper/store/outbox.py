"""Verbs of the outbox: the one list of changes, and the cursors of its readers."""

from __future__ import annotations

from datetime import UTC, datetime

from scraper.model import Change
from scraper.store.base import Base
from scraper.store.database import Row


class OutboxVerbs(Base):
    """Versions only rise, over all kinds; a reader applies them in order and moves its cursor."""

    def changes(self, after: int, limit: int) -> list[Change]:
        """Changes with a version above `after`, rising, at most `limit`; empty at the end."""
        rows = self.database.run(
            "SELECT version, op, kind, id, document, at, ledger FROM outbox WHERE version > ? ORDER BY version LIMIT ?",
            (after, limit),
        )
        return [_change(row) for row in rows]

    def latest(self, key: str) -> Change | None:
        """The last change of one record, film or person; None when there never was one."""
        rows = self.database.run(
            "SELECT version, op, kind, id, document, at, ledger FROM outbox WHERE id = ? ORDER BY version DESC LIMIT 1",
            (key,),
        )
        return _change(rows[0]) if rows else None

    def cursor(self, reader: str) -> int:
        """The version up to which `reader` has applied changes; 0 when it never has."""
        found = self.database.run("SELECT version FROM cursor WHERE reader = ?", (reader,))
        return int(found[0][0]) if found else 0

    def advance(self, reader: str, version: int) -> None:
        """Remember that `reader` has applied everything up to `version`; never goes back."""
        self.database.run(
            "INSERT INTO cursor VALUES (?, ?) ON CONFLICT (reader) DO UPDATE SET version ="
            " CASE WHEN cursor.version > excluded.version THEN cursor.version ELSE excluded.version END",
            (reader, version),
        )

    def last_version(self) -> int:
        """The highest version given out so far; 0 when the outbox is empty."""
        ((found,),) = self.database.run("SELECT max(version) FROM outbox")
        return int(found or 0)

    def compact(self) -> int:
        """Drop changes that every reader has applied and a later one replaces; how many."""
        ((slowest,),) = self.database.run("SELECT min(version) FROM cursor")
        if slowest is None:
            return 0
        return self.database.count(
            "DELETE FROM outbox WHERE version <= ? AND EXISTS"
            " (SELECT 1 FROM outbox later WHERE later.id = outbox.id AND later.version > outbox.version)",
            (slowest,),
        )


def _change(row: Row) -> Change:
    version, op, kind, key, document, at, ledger = row
    return Change(
        version, op, kind, key, None if document is None else bytes(document), datetime.fromtimestamp(at, UTC),
        None if ledger is None else bytes(ledger),
    )  # fmt: skip
