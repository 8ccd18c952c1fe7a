"""What a headline says besides the title."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.sources import headline


@pytest.mark.parametrize("joint", [" and ", " & ", ", "])
def test_two_directors_in_the_brackets_of_a_headline(joint: str) -> None:
    found = claims_of(headline, f"<h1>Harrow Lane (Ada Brandt{joint}Esther van der Moss, 2016)</h1>")
    assert {value for value, _ in said(found, "directors")} == {"Ada Brandt", "Esther van der Moss"}
