"""The quality gate: no field of the fixtures falls below its floor, on the labels that the floors were set on."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from scraper.cli.fixture import replay
from scraper.evaluate import tallies
from scraper.evaluate.fixtures import judge_fixture, read_fixtures
from scraper.evaluate.floors import labels_hash, read_floors

ROOT = Path(__file__).parents[2]
FLOORS = ROOT / "benchmarks" / "quality" / "floors.json"


def test_no_field_falls_below_its_floor() -> None:
    fixtures = read_fixtures(ROOT / "fixtures")
    rows = tallies(found for one in fixtures for found in judge_fixture(one.expected, replay(one)[0]))
    assert read_floors(FLOORS).broken(rows) == []


def test_the_floors_stand_beside_the_labels_they_were_set_on() -> None:
    labels = labels_hash(ROOT / "fixtures")
    remedy = "labels changed: look at the change, then run python benchmarks/quality/run.py --raise and commit both"
    assert read_floors(FLOORS).labels == labels, remedy


def test_any_labelled_folder_can_be_measured(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("quality_run", ROOT / "benchmarks" / "quality" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    (tmp_path / "set.jsonl").write_text('{"file": "a.html", "kind": "not_review"}\n')
    (tmp_path / "a.html").write_text("<h1>About us</h1><p>We are three friends.</p>")
    assert run.labelled(tmp_path) == 0
    assert run.labelled(ROOT / "fixtures") == 0
