"""Worker processes that a hostile page may kill or hang without costing more than its own answer.

A `concurrent.futures.ProcessPoolExecutor` gives up every pending task when one worker dies, and
cannot stop one that hangs. Here each worker has one task at a time and a deadline; a worker
that dies or overstays is replaced, and its task alone fails.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import resource
import signal
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final, Generic, TypeVar

from scraper._faults import attempt
from scraper.errors import InputError, ScraperError

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_MEMORY: Final = 4 << 30
"""Bytes of address space of one worker; a page that needs more costs its own answer."""


class Pool(Generic[Task, Answer]):
    """`size` workers that each run `function(task)`; `ask` may be called from as many threads.

    `function` is importable by name; what it takes and gives can be pickled. A worker starts at
    its first task, forked from a process that has imported the modules of `preload`. Close it,
    or use it as a context manager.
    """

    def __init__(
        self, function: Callable[[Task], Answer], size: int, *, seconds: float, preload: Sequence[str]
    ) -> None:
        self._function = function
        self._seconds = seconds
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(preload))
        self._idle: queue.LifoQueue[_Worker[Task, Answer] | None] = queue.LifoQueue()
        self._started: set[_Worker[Task, Answer]] = set()
        self._closed = False
        for _ in range(size):
            self._idle.put(None)

    def ask(self, task: Task) -> Answer:
        """The answer to one task; waits for an idle worker. Raises what the task raised, or InputError."""
        worker = self._idle.get()
        try:
            if self._closed:
                raise InputError("was not read: the run is being ended")
            if worker is None:
                worker = _Worker(self._context.Process, self._context.Pipe, self._function)
                self._started.add(worker)
            return worker.ask(task, self._seconds)
        finally:
            if worker is not None and not worker.alive:
                self._started.discard(worker)
                worker = None
            self._idle.put(worker)

    def close(self) -> None:
        """End the workers, whatever they do; who waits for one is told that it is gone."""
        self._closed = True
        for worker in tuple(self._started):
            worker.end()

    def __enter__(self) -> Pool[Task, Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker(Generic[Task, Answer]):
    def __init__(
        self,
        process: Callable[..., BaseProcess],
        pipe: Callable[[], tuple[Connection, Connection]],
        function: Callable[[Task], Answer],
    ) -> None:
        self._ours, theirs = pipe()
        self._process = process(target=_serve, args=(theirs, function), daemon=True)
        self._process.start()
        theirs.close()
        self.alive = True

    def ask(self, task: Task, seconds: float) -> Answer:
        try:
            self._ours.send(task)
            if not self._ours.poll(seconds):
                self._give_up()
                raise InputError(f"gave no answer within {seconds:g} s and was given up", code="timeout")
            error, answer = self._ours.recv()
        except (EOFError, OSError) as lost:
            self._give_up()
            raise InputError(
                f"ended the worker that read it (exit {self._process.exitcode}); the other inputs go on", code="fault"
            ) from lost
        if error is not None:
            raise ScraperError(error[1], code=error[0])
        result: Answer = answer
        return result

    def end(self) -> None:
        """End the process; only the thread that asks may close its end of the pipe."""
        self._process.kill()
        self._process.join(5)

    def _give_up(self) -> None:
        self.alive = False
        self.end()
        self._ours.close()


def _serve(connection: Connection, function: Callable[[Task], Answer]) -> None:
    """What a worker runs: a task in, an answer or an error out, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when an interrupt ends us
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send((None, attempt(partial(function, task))))
        except ScraperError as error:
            connection.send(((error.code, str(error)), None))
