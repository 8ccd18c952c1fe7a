"""Run a callable over labelled rows, on all cores, and judge what it gives."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from scraper.evaluate.compare import Judgement, judge, judge_absence, judge_page, judge_prose
from scraper.evaluate.gold import Row


@dataclass(frozen=True, slots=True)
class Candidate:
    """The best candidate for one field of one review, whether it was given out or not.

    `value` is as in the flat form; `confidence` is the resolver's 0..1.
    """

    field: str
    value: Any
    confidence: float


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered for one row: the flat form, and for each field of each review who won.

    `candidates` belong to the first review only: that is the one that is judged.
    """

    flat: Mapping[str, Any]
    rules: tuple[Mapping[str, str], ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with what became of it; `fault` is the error that kept it from being answered."""

    row: Row
    judgements: tuple[Judgement, ...]
    given: Given | None = None
    fault: str | None = None
    rules: Mapping[str, str] = field(default_factory=dict)


def evaluate(rows: Sequence[Row], answer: Callable[[Row], Given], jobs: int) -> Iterator[Judged]:
    """Answer and judge every row, in order.

    `answer` must be picklable when `jobs` is above 1. A row whose answer raises has nothing
    right, not even that nothing is there, and carries the fault; the others go on.
    """
    with _executor(jobs) as executor:
        futures = [executor.submit(answer, row) for row in rows]
        for row, future in zip(rows, futures, strict=True):
            error = future.exception()
            if error is not None:
                nothing = tuple(replace(one, right=0) for one in judge_row(row, None))
                yield Judged(row, nothing, fault=f"{type(error).__name__}: {error}")
                continue
            given = future.result()
            yield Judged(row, tuple(judge_row(row, given.flat)), given, rules=given.rules[0] if given.rules else {})


def _executor(jobs: int) -> Executor:
    if jobs <= 1:
        return ThreadPoolExecutor(max_workers=1)
    return ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))


def judge_row(row: Row, flat: Mapping[str, Any] | None) -> list[Judgement]:
    """Judge one answer in the flat form (None: it failed) by what the row asks for."""
    reviews = list((flat or {}).get("reviews") or [])
    first = reviews[0] if reviews else None
    if row.task == "none":
        return judge_absence(reviews)
    if row.task == "page":
        return judge_page(row.label, (flat or {}).get("page") or {})
    if row.task == "prose":
        return judge_prose(row.label["rating"], first)
    return judge(row.label, first)
