"""A crawl killed at drawn moments goes on without loss or repeat; `benchmarks/kill9/run.py` does it at length."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "kill9" / "run.py"


def test_killed_crawls_end_as_if_never_killed() -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--seeds", "3", "--first", "5"],
        capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    assert figures["kills"] >= 2
    assert figures["failed_seeds"] == []
