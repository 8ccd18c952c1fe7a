"""The worker processes: warm when they begin, and gone with whoever started them."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

_HOLDER = """
import time
from scraper.crawl.pool import pool
if __name__ == "__main__":
    with pool() as executor:
        print(executor.submit(__import__("os").getpid).result(), flush=True)
        time.sleep(60)
"""

_ASKER = """
import sys
from scraper.crawl.pool import pool
def loaded(name):
    return name in sys.modules
def made(name):
    return sys.modules[name].grammar.cache_info().currsize > 0
if __name__ == "__main__":
    with pool() as executor:
        print(*executor.map(loaded, ("scraper.crawl.warm", "scraper.extract.engine")))
        print(executor.submit(made, "scraper.extract.values.score_forms").result())
"""


def state(pid: int) -> str:
    """The state letter of a process; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


def test_a_worker_begins_with_everything_loaded(tmp_path: Path) -> None:
    """In a program of its own: whoever forks workers first in a process decides what they begin with."""
    script = tmp_path / "asker.py"
    script.write_text(_ASKER)
    found = subprocess.run([sys.executable, str(script)], check=True, capture_output=True, text=True, timeout=60)
    assert found.stdout == "True True\nTrue\n"


def test_workers_of_a_killed_run_end_too(tmp_path: Path) -> None:
    script = tmp_path / "holder.py"
    script.write_text(_HOLDER)
    holder = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert holder.stdout is not None
    worker = int(holder.stdout.readline())
    handle = os.pidfd_open(worker)
    assert state(worker) not in {"", "Z"}
    holder.kill()
    holder.wait()
    holder.stdout.close()
    try:
        ended, _, _ = select.select([handle], [], [], 20)
    finally:
        os.close(handle)
    assert ended == [handle]
