"""Every fixture replayed: what a careful person reads on the page is what the program answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.cli.fixture import is_known, replay
from scraper.evaluate.fixtures import Fixture, read_fixtures
from scraper.record import check_flat

FOLDER = Path(__file__).parents[1] / "fixtures"
FIXTURES = read_fixtures(FOLDER)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_the_answer_is_what_the_page_states(fixture: Fixture) -> None:
    flat, differences = replay(fixture)
    check_flat(flat)
    unknown = [str(one) for one in differences if not is_known(fixture, one)]
    assert not unknown, "\n".join(unknown)
