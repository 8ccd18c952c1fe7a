"""The loop that every reader of the outbox is: take changes, apply them, move the cursor.

A reader may die anywhere between: the changes after its cursor come again, so applying must be
idempotent by id and version.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scraper.model import Change


class Outbox(Protocol):
    """What a reader needs of the store; `scraper.store.protocol.Outbox` is the same shape."""

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        """Changes with a version above `after`, rising, at most `limit`; empty at the end."""

    def cursor(self, reader: str) -> int:
        """The version up to which `reader` has applied changes; 0 when it never has."""

    def advance(self, reader: str, version: int) -> None:
        """Remember that `reader` has applied everything up to `version`; never goes back."""


class Reader(Protocol):
    """Something downstream that is kept in step."""

    name: str

    def apply(self, changes: Sequence[Change]) -> None:
        """Apply changes in their order; when it returns they are kept for good."""


def drain(outbox: Outbox, reader: Reader, *, batch: int = 200) -> int:
    """Bring `reader` up to date; how many changes it was given."""
    after = outbox.cursor(reader.name)
    given = 0
    while changes := outbox.changes(after, batch):
        reader.apply(changes)
        after = changes[-1].version
        outbox.advance(reader.name, after)
        given += len(changes)
    return given
