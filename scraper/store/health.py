"""Verbs for whoever watches over a store: the backlog, and hosts that cannot be asked."""

from __future__ import annotations

from scraper.store.base import Base


class HealthVerbs(Base):
    """Questions that read many rows; asked once at the end of a run."""

    def backlog(self, now: float) -> tuple[int, float]:
        """How many pages of enabled hosts are due, and for how many seconds the oldest has been."""
        ((count, oldest),) = self.database.run(
            "SELECT count(*), min(page.due) FROM page JOIN host ON host.id = page.host"
            " WHERE page.due <= ? AND host.enabled = 1",
            (now,),
        )
        return int(count), 0.0 if oldest is None else max(0.0, now - float(oldest))

    def origins(self) -> list[str]:
        """Every origin whose robots.txt was asked for."""
        return [row[0] for row in self.database.run("SELECT origin FROM robots ORDER BY origin")]

    def readers(self) -> dict[str, int]:
        """Cursor by name of every reader of the outbox."""
        return {row[0]: int(row[1]) for row in self.database.run("SELECT reader, version FROM cursor ORDER BY reader")}
