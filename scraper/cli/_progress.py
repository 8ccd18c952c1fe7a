"""A progress bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(what: str) -> Iterator[Callable[[bool], None]]:
    """Shows how many were done, how many failed, and how fast; call what it gives with `failed` for each.

    On standard error, and only where that is a terminal and the results go elsewhere: results
    that scroll by on the same terminal are progress enough.
    """
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _failed: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:.0f} {task.description}, {task.fields[failed]} without an answer"),
        TextColumn("{task.fields[rate]:.0f}/s"),
        TimeElapsedColumn(),
    )
    # Results are ours to write: rich would else take standard output over.
    bar = Progress(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False)
    with bar as progress:
        task = progress.add_task(what, total=None, failed=0, rate=0.0)
        failures = 0
        start = time.monotonic()

        def done(failed: bool) -> None:  # noqa: FBT001 - a callback with one thing to say
            nonlocal failures
            failures += failed
            progress.update(task, advance=1, failed=failures)
            rate = progress.tasks[0].completed / max(time.monotonic() - start, 0.001)
            progress.update(task, rate=rate)

        yield done
