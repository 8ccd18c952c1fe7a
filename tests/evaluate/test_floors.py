"""Floors hold, and only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.errors import InputError
from scraper.evaluate.floors import Floors, labels_hash, read_floors, write_floors
from scraper.evaluate.table import Tally

FLOORS = Floors("abc", {"score": {"precision": 0.9, "recall": 0.5}})


def test_a_share_below_its_floor_is_named() -> None:
    assert FLOORS.broken([Tally("score", 10, 10, 8)]) == ["precision of score fell from 0.900 to 0.800"]
    assert FLOORS.broken([Tally("score", 10, 10, 9)]) == []


def test_a_field_that_is_no_longer_measured_is_below_its_floor() -> None:
    assert len(FLOORS.broken([])) == 2


def test_floors_only_rise(tmp_path: Path) -> None:
    lifted = FLOORS.raised([Tally("score", 10, 6, 6), Tally("tags", 0, 0, 0)], "def")
    assert lifted.fields["score"] == {"precision": 1.0, "recall": 0.6}
    again = lifted.raised([Tally("score", 10, 10, 1)], "def")
    assert again.fields["score"] == lifted.fields["score"]
    write_floors(tmp_path / "floors.json", again)
    assert read_floors(tmp_path / "floors.json") == again


def test_a_changed_label_changes_the_hash(tmp_path: Path) -> None:
    folder = tmp_path / "a.example" / "x"
    folder.mkdir(parents=True)
    (folder / "expected.json").write_text("{}")
    before = labels_hash(tmp_path)
    (folder / "expected.json").write_text("{ }")
    assert labels_hash(tmp_path) != before


def test_broken_floors_are_named(tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_text("{}")
    with pytest.raises(InputError, match="--raise"):
        read_floors(tmp_path / "floors.json")
