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


@pytest.mark.parametrize(
    "first",
    [
        "“Harrow Lane” is the kind of film after which you lock the door.",
        "I went into <em>Harrow Lane</em> knowing nothing, and that was right.",
        "There is a lot of weather in “Harrow Lane,” and most of it is indoors.",
    ],
)
@pytest.mark.parametrize(
    "above",
    [
        "",
        "<p>Directed by: Ada Brandt. With Tom Sill, Ruth Calloway and Ines Maro. 94 minutes.</p>",
        "<p>Directed by Ada Brandt. With Tom Sill, Ruth Calloway and Ines Maro. 94 minutes.</p>",
    ],
)
def test_what_the_first_sentence_alone_sets_apart_opens_the_review(first: str, above: str) -> None:
    found = said(claims_of(prose_title, f"<h1>Bring a coat</h1>{above}<p>{first} {AFTER}</p>{FILLER}"), "film_title")
    assert [value for value, rule in found if rule == "prose.title_opening"] == ["Harrow Lane"]


@pytest.mark.parametrize(
    "first",
    [
        "Like “Harrow Lane” before it, this one was shot in nineteen days in a lane.",
        "“Harrow Lane” said the bus driver, and looked at me as if I had ordered soup.",
        "From “Harrow Lane” to “Kestrel Bay” is a short walk, at least in this director's hands.",
        "The word on everybody's lips was “nonsense” and for once everybody was nearly right.",
        "It rained all day in the lane and nobody came. “Harrow Lane” ran to an empty house.",
    ],
)
def test_a_comparison_a_remark_or_a_second_title_opens_nothing(first: str) -> None:
    found = said(claims_of(prose_title, f"<h1>Bring a coat</h1><p>{first} {AFTER}</p>{FILLER}"), "film_title")
    assert [value for value, rule in found if rule == "prose.title_opening"] == []


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("<em>Harrow Lane</em>, directed by Ada Brandt, is a case in point.", ["Harrow Lane"]),
        ("<em>Harrow Lane</em> is no case in point, and nobody says who made it.", []),
        ("Unlike <em>Harrow Lane</em>, directed by Ada Brandt, this one has a roof.", []),
    ],
)
def test_a_second_sentence_names_the_film_where_it_says_who_directed_it(second: str, expected: list[str]) -> None:
    first = "It took me an evening to see what I had seen."
    found = said(claims_of(prose_title, f"<h1>Bring a coat</h1><p>{first} {second} {AFTER}</p>{FILLER}"), "film_title")
    assert [value for value, rule in found if rule == "prose.title_opening"] == expected
