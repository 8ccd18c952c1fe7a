from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scraper.evaluate.fixtures import Fixture, read_fixtures
from scraper.extract import sources
from scraper.extract.block import NO_SITE, Block
from scraper.extract.kind import decide
from scraper.extract.lexicon import load
from scraper.extract.parse import parse_html, parse_text
from scraper.extract.segment import layout
from scraper.model import Claim

FIXTURES = read_fixtures(Path(__file__).parents[3] / "fixtures")
OF_FILM = {"film_title", "film_year", "directors", "people", "availability"}


def _all(block: Block, *, reviews_only: bool) -> list[Claim]:
    lexicon = load((block.language,))
    asked = (source for source in sources.all_sources() if source.reviews_only is reviews_only)
    return [claim for source in asked for claim in source.claims(block, lexicon, NO_SITE)]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_what_is_asked_about_reviews_only_has_no_part_in_what_a_page_is(fixture: Fixture) -> None:
    text = fixture.page.read_text("utf-8", "replace")
    page = (parse_text if fixture.plain else parse_html)(text, fixture.url)
    lexicon = load(("en",))
    plan = layout(page, lexicon)
    block = Block(0, page, plan.main)
    late, early = _all(block, reviews_only=True), _all(block, reviews_only=False)
    assert {claim.field for claim in late} <= OF_FILM
    # The parts of a verdict hold lines, which are compared by identity.
    kinds = [decide(page, plan, "Harrow Lane", claims, lexicon) for claims in (early, early + late)]
    assert replace(kinds[0], parts=()) == replace(kinds[1], parts=())


def test_sources_that_read_every_sentence_for_the_film_wait_until_there_is_one() -> None:
    late = {one.claims.__module__.rpartition(".")[2] for one in sources.all_sources() if one.reviews_only}
    assert {"acting", "availability", "credits"} <= late
    assert not late & {"headline", "labels", "score_prose", "structured", "taxonomy"}
