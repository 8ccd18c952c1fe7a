"""The worker processes of one machine, forked from one that has loaded all that reading a page needs.

Loading it costs more than half a second and 40 MB; so it is done once and not in every worker.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

_WARM = "scraper.crawl.warm"


@contextmanager
def pool() -> Iterator[Executor]:
    """One worker process per core; Ctrl-C is the parent's to handle."""
    context = get_context("forkserver")
    context.set_forkserver_preload([_WARM])
    with ProcessPoolExecutor(max(os.cpu_count() or 1, 1), mp_context=context, initializer=_begin) as executor:
        yield executor


def _begin() -> None:
    """Leave signals to the parent, and end when it ends: a killed crawl leaves no process behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
