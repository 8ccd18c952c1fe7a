"""The programs that measure linking run, on a catalogue small enough for a test."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.link.build import build

PROGRAMS = Path(__file__).resolve().parents[2] / "benchmarks" / "linking"
FILMS = [
    {"id": f"tt{number:07}", "title": title, "year": 1950 + number, "directors": [director]}
    for number, (title, director) in enumerate(
        [("Harrow Lane", "Ada Pell"), ("Nine Doors", "Noor Reed"), ("Kiln", "Ida Moss"), ("Brittle", "Tom Reed")]
    )
]


def run(program: str, *args: str) -> str:
    command = [sys.executable, str(PROGRAMS / program), *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_generated_catalogue_is_built_and_measured(tmp_path: Path) -> None:
    out = run("run.py", "--films", "400", "--folder", str(tmp_path))
    assert "400 films" in out
    found = re.search(r"(\d+) of \d+ mentions linked, (\d+) of them wrongly", out)
    assert found is not None
    assert int(found[1]) > 100
    assert int(found[2]) <= 3


@pytest.mark.parametrize("program", ["table.py", "fit.py"])
def test_labelled_mentions_are_measured_and_fitted_on(tmp_path: Path, program: str) -> None:
    (tmp_path / "films.jsonl").write_text("".join(json.dumps(film) + "\n" for film in FILMS))
    rows = [{**film, "gold": film["id"]} for film in FILMS] + [{"title": "Ebb", "year": 1999, "gold": None}]
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text("".join(json.dumps({key: row[key] for key in row if key != "id"}) + "\n" for row in rows))
    build([("jsonl", [str(tmp_path / "films.jsonl")])], tmp_path / "films.sqlite", lambda _text, _share: None)
    out = run(program, str(labelled), "--catalogue", str(tmp_path / "films.sqlite"))
    expected = (
        r"title, year, director +4 +0 +1\.0000 +1\.000"
        if program == "table.py"
        else r"title equal +10\.000 -> +10\.000"
    )
    assert re.search(expected, out)
