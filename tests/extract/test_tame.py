"""Pages made to be slow are read in bounded time; real ones are left alone."""

from __future__ import annotations

import time

import pytest

from scraper.extract import extract
from scraper.extract.tame import MAX_NESTED, tame

HOSTILE = {
    "nested": "<div>" * 1_000_000,
    "mixed": "<b><i></x>" * 300_000,
    "foreign": "<svg>" + "<td>" * 500_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(500_000)) + ">Harrow Lane",
    "quoted": "<p " + " ".join(f"a{number}='<>'" for number in range(400_000)) + ">Harrow Lane",
    "unclosed quote": "<p a='" + " ".join(f"a{number}" for number in range(400_000)) + ">Harrow Lane",
    "stray quote": '<p " ' + " ".join(f"a{number}" for number in range(400_000)) + ">Harrow Lane",
    "open tags": "<a " * 1_000_000,
    "quotes": "<a '\"" * 500_000,
    "paragraphs": "<p>Harrow Lane" * 40_000,
    "tables": "<table><tr><td>" * 300_000,
    "unclosed comment": "<!--" * 500_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_page_made_to_be_slow_is_read_in_bounded_time(html: str) -> None:
    start = time.process_time()
    extract(html.encode(), "https://lantern.example/")
    assert time.process_time() - start < 8


def test_a_page_within_bounds_is_left_as_it_is() -> None:
    page = "<html><body>" + "<ul><li>one<li><a href='x>y' title=\"a\">two</a></ul><p>text" * 2_000
    assert tame(page) == (page, False)


def test_what_stands_before_the_cut_is_kept() -> None:
    text, cut = tame("<h1>Harrow Lane</h1>" + "<div>" * 50_000)
    assert cut
    assert text.startswith("<h1>Harrow Lane</h1><div>")
    assert text.count("<div>") == MAX_NESTED


def test_a_cut_page_says_so() -> None:
    assert any("cut" in note for note in extract("<div>" * 50_000).repairs)
