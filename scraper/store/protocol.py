"""What the rest of the program asks of a store. Small on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scraper.model import Change


class Outbox(Protocol):
    """The one list of changes; every output is a reader of it with a cursor of its own."""

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        """Changes with a version above `after`, rising, at most `limit`; empty at the end."""

    def cursor(self, reader: str) -> int:
        """The version up to which `reader` has applied changes; 0 when it never has."""

    def advance(self, reader: str, version: int) -> None:
        """Remember that `reader` has applied everything up to `version`; never goes back."""
