"""A task that kills or hangs its worker costs its own answer only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from scraper.cli._pool import Pool
from scraper.errors import ScraperError

EXIT = "__import__('os')._exit(9)"
KILL = "__import__('os').kill(__import__('os').getpid(), 9)"
HANG = "__import__('time').sleep(60)"
FAULT = "1 // 0"


def make(size: int = 2, seconds: float = 20) -> Pool[str, int]:
    return Pool(eval, size, seconds=seconds, preload=["json"])


def ask(pool: Pool[str, int], task: str) -> object:
    try:
        return pool.ask(task)
    except ScraperError as error:
        return error.code


def test_the_others_are_answered_when_workers_die() -> None:
    tasks = ["1 + 1", EXIT, "2 + 2", KILL, FAULT, "3 + 3", "4 + 4"]
    with make() as pool, ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda task: ask(pool, task), tasks))
    assert answers == [2, "fault", 4, "fault", "fault", 6, 8]


def test_a_task_that_hangs_is_given_up_at_its_deadline_and_its_worker_replaced() -> None:
    with make(size=1, seconds=1.5) as pool:
        assert ask(pool, "1 + 1") == 2
        assert ask(pool, HANG) == "timeout"
        assert ask(pool, "1 + 2") == 3


def test_a_fault_names_what_happened() -> None:
    with make(size=1) as pool, pytest.raises(ScraperError, match="ZeroDivisionError"):
        pool.ask(FAULT)


def test_closing_ends_a_worker_that_hangs() -> None:
    with ThreadPoolExecutor(1) as threads:
        with make(size=1) as pool:
            pool.ask("1")
            waiting = threads.submit(ask, pool, HANG)
        assert waiting.result(timeout=10) == "fault"
