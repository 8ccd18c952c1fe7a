import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "crash" / "run.py"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the program forks the writers that it kills")
def test_killed_writers_lose_nothing_and_leave_everything_in_step():
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--seeds", "4", "--first", "1000"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 seeds with a difference" in done.stdout
