"""From a labelled set on disk to the table, with a callable that stands for `extract`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import InputError
from scraper.evaluate import Candidate, Given, Row, evaluate, json_report, read_rows, tallies, text_report
from scraper.evaluate.reliability import reliability

ROWS: list[dict[str, Any]] = [
    {"file": "a.html", "site": "a", "kind": "review", "lang": "en", "film_title": "Harrow Lane", "tags": ["War"]},
    {"file": "b.html.gz", "site": "b", "kind": "not_review", "lang": "fr"},
    {"file": "c.html", "site": "b", "kind": "reviews", "lang": "fr"},
    {"file": "d.txt", "kind": "archive", "supported": ["score"], "film_title": "X", "score": {"raw": "*****"}},
    {"file": "e.txt", "kind": "negative", "supported": ["film_title"], "film_title": "X"},
    {"id": "p1", "text": "Seven of ten.", "rating": 7, "best": 10},
    {"file": "a.html", "title": "Harrow Lane", "authors": []},
    {"file": "f.html", "url": "https://x.example/"},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    for name in ("a.html", "c.html", "d.txt", "e.txt"):
        (tmp_path / name).write_bytes(b"<p>page")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>zipped"))
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)))
    return path


def answer(row: Row) -> Given:
    """Answer every row with the same review, and fail on the zipped page."""
    if b"zipped" in bytes(row.content() if isinstance(row.content(), bytes) else b""):
        raise RuntimeError("the page bit back")
    review = {"film_title": "Harrow Lane", "tags": ["Peace"], "score": {"value": 7, "best": 10, "norm": 70}}
    flat = {"reviews": [review], "page": {"headline": "Harrow Lane", "authors": []}}
    return Given(flat, ({"film_title": "headline.tail"},), (Candidate("film_title", "Harrow Lane", 0.9),))


def test_rows_are_told_apart_by_their_keys(gold: Path) -> None:
    rows = read_rows(gold)
    assert [(row.key, row.task, row.assume, row.plain) for row in rows] == [
        ("a.html", "review", None, False),
        ("b.html.gz", "none", None, False),
        ("d.txt", "review", "review", True),
        ("e.txt", "none", None, True),
        ("p1", "prose", "review", True),
        ("a.html", "page", None, False),
    ]
    assert rows[1].content() == b"<p>zipped"
    assert rows[2].label == {"score": None}, "only what the text supports; words only expect no score"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_row_that_raises_does_not_stop_the_others(gold: Path, jobs: int) -> None:
    judged = list(evaluate(read_rows(gold), answer, jobs))
    assert [one.row.key for one in judged] == ["a.html", "b.html.gz", "d.txt", "e.txt", "p1", "a.html"]
    assert judged[1].fault == "RuntimeError: the page bit back"
    sums = {
        row.field: (row.stated, row.answered, row.right) for row in tallies(f for o in judged for f in o.judgements)
    }
    assert sums["film_title"] == (1, 1, 1)
    assert sums["tags"] == (1, 1, 0)
    assert sums["score"] == (0, 1, 0)
    assert sums["no_review"] == (2, 2, 0), "a page that could not be read is no page rightly told to hold no review"
    assert sums["score_within_1"] == (1, 1, 1)


def test_reports_name_the_row_the_values_and_the_rule(gold: Path) -> None:
    judged = list(evaluate(read_rows(gold), answer, 1))
    misses = text_report("gold", judged, by=None, misses=["tags", "score"], calibration=False)
    assert "a.html\n  expected War\n  got      Peace" in misses
    assert "d.txt" in misses
    table = text_report("gold", judged, by="site", misses=[], calibration=False)
    assert "gold: a\n" in table
    assert "0.207" in table, "the Wilson interval of one of one begins at 0.207"
    report = json_report("gold", judged, by="lang", misses=["tags"], calibration=True)
    assert report["faults"] == 1
    assert report["misses"][0]["expected"] == ["War"]
    assert json.loads(json.dumps(report)) is not None


def test_calibration_error_is_the_gap_between_confidence_and_truth(gold: Path) -> None:
    judged = [one for one in evaluate(read_rows(gold), answer, 1) if one.row.task == "review"] * 50
    table = reliability(judged)
    assert [one.count for one in table.bins] == [10] * 5
    assert table.error == pytest.approx(0.1)


@pytest.mark.parametrize(("line", "words"), [("{oops", "line 1: no JSON"), ("[1]", "must be a JSON object")])
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line)
    with pytest.raises(InputError, match=words):
        read_rows(path)


def test_a_set_that_is_no_gzip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl.gz"
    path.write_text("{}")
    with pytest.raises(InputError, match=r"bad\.jsonl\.gz"):
        read_rows(path)
