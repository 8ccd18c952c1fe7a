"""Archive first, then commit: one task does both for all visits of a process, in batches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from scraper.crawl.archive import Archive
from scraper.store import Archived, Committed, Store, Visit

_BATCH = 64
_APART = 0.05
"""Seconds between two batches while more visits are about to come: a sync and a commit cost as much as a visit."""


@dataclass(frozen=True, slots=True)
class _Item:
    build: Callable[[tuple[Archived, ...]], Visit]
    members: tuple[bytes, ...]
    done: asyncio.Future[Committed]


class Committer:
    """Takes visits from any number of tasks. What waits together is synced and committed together.

    While there is `more_to_come` soon, a batch waits for it, for the twentieth part of a second at most.

    A visit is built only when it is written, so that it carries its host as it is by then.
    """

    def __init__(
        self, store: Store, archive: Archive | None, *, more_to_come: Callable[[], bool] = lambda: False
    ) -> None:
        self._store = store
        self._archive = archive
        self._more_to_come = more_to_come
        self._not_before = 0.0
        self._queue: asyncio.Queue[_Item] = asyncio.Queue()

    async def put(self, build: Callable[[tuple[Archived, ...]], Visit], members: tuple[bytes, ...] = ()) -> Committed:
        """Keep one visit; returns when it is committed."""
        item = _Item(build, members if self._archive else (), asyncio.get_running_loop().create_future())
        await self._queue.put(item)
        return await item.done

    async def run(self) -> None:
        """Serve until cancelled. A failure reaches everybody who waits for the batch, and ends the task."""
        while True:
            batch = [await self._queue.get()]
            if self._more_to_come():
                await asyncio.sleep(max(self._not_before - asyncio.get_running_loop().time(), 0.0))
            while len(batch) < _BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            writing = asyncio.create_task(self._write(batch))
            writing.add_done_callback(partial(_hand_out, batch))
            await writing
            self._not_before = asyncio.get_running_loop().time() + _APART

    async def _write(self, batch: list[_Item]) -> list[Committed]:
        places = [self._append(item) for item in batch]
        if self._archive is not None and any(places):
            await asyncio.to_thread(self._archive.sync)
        return self._store.commit([item.build(place) for item, place in zip(batch, places, strict=True)])

    def _append(self, item: _Item) -> tuple[Archived, ...]:
        if self._archive is None:
            return ()
        now = datetime.now(UTC)
        return tuple(self._archive.append(member, now) for member in item.members)


def _hand_out(batch: Sequence[_Item], written: asyncio.Task[list[Committed]]) -> None:
    """Tell everybody who waits for a batch what became of it."""
    error = None if written.cancelled() else written.exception()
    for place, item in enumerate(batch):
        if item.done.done():
            continue
        if written.cancelled():
            item.done.cancel()
        elif error is not None:
            item.done.set_exception(error)
        else:
            item.done.set_result(written.result()[place])
