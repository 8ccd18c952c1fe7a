"""The progress bar is for people at a terminal, who read results elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path


def test_a_list_shows_progress_on_a_terminal_and_results_go_to_their_file(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<h1>Teapots</h1>", encoding="utf-8")
    (tmp_path / "list").write_text("page.html\nmissing.html\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    with (tmp_path / "out").open("wb") as out:
        command = [sys.executable, "-m", "scraper", "--from", str(tmp_path / "list"), "--format", "json"]
        process = subprocess.Popen(command, stdout=out, stderr=theirs, cwd=tmp_path)
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        process.wait(30)
    os.close(ours)
    assert b"2 inputs" in shown
    assert b"1 without an answer" in shown
    assert (tmp_path / "out").read_bytes().count(b"\n") == 2
