"""What the verbs of a store share: the database and the row of a host."""

from __future__ import annotations

from typing import Final

from scraper.model import Host
from scraper.store.database import Database, Row
from scraper.store.rows import RANKS

HOST_COLUMNS: Final = "key, next_at, delay, latency, failures, backoff, last_failure_at, coolings, state, reason"
_EARLIEST: Final = " UNION ALL ".join(
    f"SELECT * FROM (SELECT due FROM page WHERE host = ? AND rank = {rank} AND due IS NOT NULL"
    " ORDER BY due LIMIT 1) AS r"
    for rank in range(RANKS)
)


class Base:
    """Holds the database; verbs are grouped in classes that derive from this one."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._known: set[int] = set()
        self._taken_in: set[int] = set()
        self._salt: bytes | None = None
        self._forgotten: frozenset[str] | None = None

    def close(self) -> None:
        """Give the connection back; the store is of no use afterwards."""
        self.database.close()

    def host_id(self, key: str) -> int:
        """The row of a politeness key, made when there is none."""
        self.database.run("INSERT INTO host (key) VALUES (?) ON CONFLICT (key) DO NOTHING", (key,))
        ((found,),) = self.database.run("SELECT id FROM host WHERE key = ?", (key,))
        return int(found)

    def _write_host(self, host: Host) -> None:
        self.database.run(
            "UPDATE host SET next_at=?, delay=?, latency=?, failures=?, backoff=?, last_failure_at=?,"
            " coolings=?, state=?, reason=? WHERE key=?",
            (
                host.next_at, host.delay, host.latency, host.failures, host.backoff, host.last_failure_at,
                host.coolings, host.state, host.reason, host.key,
            ),
        )  # fmt: skip

    def _earliest_due(self, host: int) -> float | None:
        """When the first page of a host is due: one probe of the index for each rank."""
        found = self.database.run(_EARLIEST, (host,) * RANKS)
        return float(min(due for (due,) in found)) if found else None


def to_host(row: Row) -> Host:
    """A Host from `HOST_COLUMNS`."""
    return Host(*row)


def ready_at(state: str, next_at: float, due: float | None) -> float | None:
    """When a worker may claim a host: None while it is paused or has nothing to do."""
    return None if state == "paused" or due is None else max(next_at, due)
