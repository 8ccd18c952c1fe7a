"""The loop behind `scrape page`: inputs in, answers out in the same order."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import chain
from threading import Thread
from typing import Final

from scraper.cli import _formats, _inputs
from scraper.cli._answer import How, Job, Reply, answer
from scraper.cli._fetching import Fetching, fetch_settings
from scraper.cli._inputs import Input
from scraper.cli._pool import Pool
from scraper.cli._progress import counting
from scraper.cli._saving import Saver
from scraper.cli._text import printable
from scraper.config import Project
from scraper.errors import FetchError, InputError, ScraperError
from scraper.model import Response

SECONDS: Final = 60.0
"""How long one page may take before its worker is given up."""
PRELOAD: Final = ("scraper.cli._answer", "scraper.pipeline", "scraper.link.linker")


class Reader:
    """Answers the inputs of one call; `wait` is how many seconds an address may wait for its host's turn."""

    def __init__(self, project: Project, how: How, *, wait: float) -> None:
        self.project = project
        self._how = how
        self.wait = wait
        self.saver = Saver(project)

    def each(self, inputs: Sequence[Input]) -> int:
        """Answer a few inputs, one after the other."""
        if any(item.url is not None and item.file is None for item in inputs):
            fetch_settings(self.project, self.wait)  # without a contact nothing is started
        self._head()
        with closing(self.saver), Pool(answer, 1, seconds=SECONDS, preload=PRELOAD) as pool:
            return int(asyncio.run(self._each(inputs, pool)))

    async def _each(self, inputs: Sequence[Input], pool: Pool[Job, Reply]) -> bool:
        failed = False
        async with Fetching(self.project, self.wait) as fetching:
            for item in inputs:
                try:
                    job = await self.job(item, fetching)
                    reply = await asyncio.to_thread(pool.ask, job)
                    self.keep(job, reply, fetching)
                except ScraperError as error:
                    failed = True
                    self._failed(item, error, fetching)
                except asyncio.CancelledError:
                    pool.close()  # an interrupt waits for no page
                    raise
                else:
                    self._shown(item, reply, job.response, fetching)
        return failed

    def list(self, inputs: Iterator[Input]) -> int:
        """Answer a list of any length on all cores, a line for each input, in order, as it comes."""
        size = len(os.sched_getaffinity(0))
        self._head()
        with (
            closing(self.saver),
            ThreadPoolExecutor(size) as threads,
            Pool(answer, size, seconds=SECONDS, preload=PRELOAD) as pool,
        ):
            return asyncio.run(_List(self, pool, threads).run(inputs))

    def _head(self) -> None:
        if self._how.explain:
            return
        if self._how.format == "csv":
            _write(_formats.csv_header())
        elif self._how.format == "table":
            _write(_formats.table_header())

    async def job(self, item: Input, fetching: Fetching) -> Job:
        """The job of one input, fetched if it is an address. Raises ScraperError where it cannot be had."""
        if item.error is not None:
            raise item.error
        if self._how.save and item.file is not None:
            raise InputError(f"{item.label}: a file is no visit; --save keeps fetched addresses only")
        response = content = None
        if item.file is None:
            from scraper.pipeline import fetch_whole

            response = await fetch_whole(fetching.fetch, item.url or "")
        elif item.file == _inputs.STDIN:
            content = _inputs.read(item.file)
        return Job(
            label=item.label,
            how=self._how,
            response=response,
            file=item.file,
            content=content,
            url=item.url,
            site=self.project.site(response.url if response is not None else item.url),
        )

    def keep(self, job: Job, reply: Reply, fetching: Fetching) -> None:
        """Save what was fetched, if that was asked for."""
        if job.response is not None and reply.outcome is not None:
            self.saver.keep(job.response, reply.outcome, fetching.key(job.response.url))

    def _shown(self, item: Input, reply: Reply, response: Response | None, fetching: Fetching) -> None:
        if self._how.explain and response is not None:
            _write(f"robots.txt: {printable(fetching.robots_line(response.url) or 'not asked')}\n")
        _write(reply.text)
        if reply.note is not None:
            _say(f"{item.label}: {reply.note}")

    def _failed(self, item: Input, error: ScraperError, fetching: Fetching) -> None:
        if self._how.explain and isinstance(error, FetchError):
            line = fetching.robots_line(error.url)
            _write("" if line is None else f"robots.txt: {printable(line)}\n")
        if self._how.format != "jsonld" and not self._how.explain:
            _write(self.error_text(item, error))
        if self._how.explain or self._how.format in {"jsonld", "json"}:
            message = str(error)
            named = message if item.label in message else f"{item.label}: {message}"
            _say(f"{error.code}: {named}")

    def error_text(self, item: Input, error: ScraperError) -> str:
        """What stands in the output for an input that gave no answer."""
        document = _formats.error_document(item.label, error.code, str(error))
        if self._how.format == "csv":
            return _formats.csv_rows(document)
        if self._how.format == "table":
            return _formats.table_rows(document)
        return _formats.json_text(document, one_line=self._how.one_line)


class _List:
    """One list being answered: a bounded number of inputs in work, answers given out in order."""

    def __init__(self, reader: Reader, pool: Pool[Job, Reply], threads: ThreadPoolExecutor) -> None:
        self._reader = reader
        self._pool = pool
        self._threads = threads
        self._queue: asyncio.Queue[asyncio.Task[tuple[str, bool]] | None] = asyncio.Queue(maxsize=32)

    async def run(self, inputs: Iterator[Input]) -> int:
        """Feed and drain until the list ends; 1 when some input gave no answer."""
        async with Fetching(self._reader.project, self._reader.wait) as fetching:
            feeder = asyncio.create_task(self._feed(inputs, fetching))
            try:
                failed = await self._drain()
                await feeder
            finally:
                feeder.cancel()
                self._pool.close()  # an interrupt waits for no page
        return int(failed)

    async def _feed(self, inputs: Iterator[Input], fetching: Fetching) -> None:
        read: asyncio.Queue[Input | None] = asyncio.Queue(maxsize=1)
        # The list may come from a pipe that never ends: a daemon holds up neither answers nor an interrupt.
        Thread(target=_pump, args=(inputs, read, asyncio.get_running_loop()), daemon=True).start()
        while (item := await read.get()) is not None:
            await self._queue.put(asyncio.create_task(self._answer(item, fetching)))
        await self._queue.put(None)

    async def _drain(self) -> bool:
        failed = False
        with counting("inputs") as done:
            while (task := await self._queue.get()) is not None:
                text, bad = await task
                _write(text)
                done(bad)
                failed = failed or bad
        return failed

    async def _answer(self, item: Input, fetching: Fetching) -> tuple[str, bool]:
        try:
            job = await self._reader.job(item, fetching)
            reply = await asyncio.get_running_loop().run_in_executor(self._threads, self._pool.ask, job)
            self._reader.keep(job, reply, fetching)
        except ScraperError as error:
            return self._reader.error_text(item, error), True
        return reply.text, False


def _pump(inputs: Iterator[Input], read: asyncio.Queue[Input | None], loop: asyncio.AbstractEventLoop) -> None:
    with suppress(RuntimeError, CancelledError):  # the loop has ended: nobody wants the rest
        for item in chain(inputs, [None]):
            asyncio.run_coroutine_threadsafe(read.put(item), loop).result()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _say(message: str) -> None:
    sys.stderr.write(f"scrape: {printable(message)}\n")
