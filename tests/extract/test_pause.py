from __future__ import annotations

import gc

import pytest

from scraper.extract import extract
from scraper.extract.pause import collector_paused


def test_the_collector_runs_again_after_a_page() -> None:
    extract(b"<h1>Harrow Lane</h1><p>A cold film.</p>", "https://ida.example/harrow-lane")
    assert gc.isenabled()


def test_the_collector_runs_again_after_a_fault() -> None:
    with pytest.raises(KeyError), collector_paused():
        raise KeyError
    assert gc.isenabled()


def test_a_caller_who_stopped_the_collector_keeps_it_stopped() -> None:
    gc.disable()
    try:
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_a_page_leaves_behind_is_little() -> None:
    page = b"<article><h1>Harrow Lane</h1>" + b"<p>Ida Ros directed it. <b>Four stars</b>.</p>" * 200 + b"</article>"
    extract(page, "https://ida.example/harrow-lane")
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(5):
        extract(page, "https://ida.example/harrow-lane")
    assert len(gc.get_objects()) - before < 2_000
