"""A small catalogue of invented films that every test of linking may use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scraper.link.builder import Builder
from scraper.link.catalogue import Catalogue
from scraper.link.sources import jsonl

Row = dict[str, object]
Make = Callable[[list[Row]], Catalogue]


def write_lines(path: Path, rows: list[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Builds a catalogue from rows as `--from jsonl` reads them."""
    opened: list[Catalogue] = []

    def build(rows: list[Row]) -> Catalogue:
        target = tmp_path / f"catalogue-{len(opened)}.sqlite"
        with Builder(target) as builder:
            jsonl.build(builder, write_lines(tmp_path / "films.jsonl", rows))
            builder.finish()
        opened.append(Catalogue(target))
        return opened[-1]

    yield build
    for catalogue in opened:
        catalogue.close()
