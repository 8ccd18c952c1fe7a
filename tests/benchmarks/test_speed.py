"""The benchmark times what it says: whole reviews of the wanted size, read to a full record."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from scraper.extract import extract
from scraper.model import Rating

SPEED = Path(__file__).parents[2] / "benchmarks" / "speed"


def program(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"speed_{name}", SPEED / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("size", [10_000, 100_000])
def test_a_generated_page_has_its_size_and_is_read_as_one_review(size: int) -> None:
    html = program("pages").page(size)
    assert abs(len(html) - size) < size * 0.15
    (review,) = extract(html, "https://reel-ledger.example/2021/08/harrow-lane-review/").reviews
    assert review.value("film_title") == "Harrow Lane"
    assert review.many("directors") == ("Ada Wren",)
    score = review.value("score")
    assert isinstance(score, Rating)
    assert (score.value, score.best) == (4, 5)


def test_pages_of_one_seed_are_the_same_and_of_two_are_not() -> None:
    page = program("pages").page
    assert page(10_000, 1) == page(10_000, 1)
    assert page(10_000, 1) != page(10_000, 2)
