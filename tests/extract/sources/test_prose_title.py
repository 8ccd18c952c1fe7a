"""Titles that a headline holds and the prose says again."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.sources import prose_title

AFTER = "The boats come in and nobody on the pier turns round for them."
FILLER = "<p>The camera waits in the lane while the boats come in. It is a long wait for a short film.</p>" * 6


@pytest.mark.parametrize(
    ("headline", "sentence", "expected"),
    [
        ("Why nobody liked Harrow Lane", "There is much to like in Harrow Lane after all.", {"Harrow Lane"}),
        ("Film Review | Rain / Shine", "And so Rain / Shine is a film of two halves.", {"Rain / Shine"}),
        (
            "Why nobody liked Kestrel: Part Two",
            "And so Kestrel: Part Two is a film of two halves.",
            {"Kestrel: Part Two"},
        ),
        ("Two we missed: Kestrel / Harrow Lane", "We saw Kestrel first, then Harrow Lane.", {"Kestrel", "Harrow Lane"}),
    ],
)
def test_words_of_a_headline_that_the_prose_repeats_may_be_the_title(
    headline: str, sentence: str, expected: set[str]
) -> None:
    found = said(claims_of(prose_title, f"<h1>{headline}</h1><p>{sentence} {AFTER}</p>{FILLER}"), "film_title")
    assert {value for value, rule in found if rule == "prose.embedded"} == expected
