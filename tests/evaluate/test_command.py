"""`scrape evaluate` and the gate, from files to printed tables, with the real extractor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scraper.cli import main

PAGE = """<!doctype html><html lang="en"><head><title>Harrow Lane (2021) review</title></head><body><article>
<h1>Harrow Lane (2021) review</h1><p>By Ida Moss</p><p>Directed by Ada Wren, <em>Harrow Lane</em> is a film about a gym
that closes. It is slow, and right to be slow; nobody in it is in a hurry to leave.</p><p>Final score: 4 out of 5.</p>
</article></body></html>"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(PAGE)
    row = {"file": "a.html", "url": "https://a.example/x/", "kind": "review", "site": "a", "film_title": "Harrow Lane",
           "film_year": 2021, "directors": ["Ada Wren"], "score": {"value": 4, "best": 5, "raw": "4 out of 5"},
           "tags": ["boxing"]}  # fmt: skip
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row) + "\n")
    return path


def test_a_labelled_page_is_measured(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(gold), "--jobs", "1", "--json", "--misses", "tags", "--reliability"]) == 0
    report = json.loads(capsys.readouterr().out)
    fields = {row["field"]: row for row in report["fields"]}
    assert fields["film_title"]["right"] == fields["score"]["right"] == fields["directors"]["right"] == 1
    assert fields["tags"]["recall"] == 0
    assert report["misses"][0]["expected"] == ["boxing"]
    assert sum(one["count"] for one in report["reliability"]["bins"]) >= 4


def test_what_is_missing_is_listed_with_its_row(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(gold), "--jobs", "1", "--misses", "tags"]) == 0
    assert capsys.readouterr().out.startswith("a.html\n  expected boxing\n  got      -")


def test_a_page_that_cannot_be_read_is_named_and_counts_as_unanswered(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (gold.parent / "a.html").unlink()
    assert main(["evaluate", str(gold), "--jobs", "1", "--json"]) == 1
    printed = capsys.readouterr()
    assert "a.html: no answer" in printed.err
    assert json.loads(printed.out)["faults"] == 1


@pytest.mark.parametrize("options", [["--misses", "titel"], ["--jobs", "0"]])
def test_a_wrong_option_says_what_would_be_right(
    gold: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(gold), "--jobs", "1", *options]) == 2
    assert options[0] in capsys.readouterr().err
