"""Every way a score is printed, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.lexicon import load
from scraper.extract.values.norm import normalise
from scraper.extract.values.score import find, parse, read
from scraper.model import Rating

LEXICON = load(("de",))


@pytest.mark.parametrize(
    ("text", "value", "best"),
    [
        ("4/5", 4, 5),
        ("7,5/10", 7.5, 10),
        ("3 1/2 / 5", 3.5, 5),
        ("Nine Doors (11/20)", 11, 20),
        ("5 / 10 +", 5, 10),
        ("100 / 76", 76, 100),
        ("ten out of ten", 10, 10),
        ("three and a half out of five", 3.5, 5),
        ("4 von 5 Sternen", 4, 5),
        ("acht von zehn Punkten", 8, 10),
        ("★★☆☆", 2, 4),
        ("★★★½☆", 3.5, 5),
        ("🟡🟡⚪", 2, 3),
        ("★★★", 3, None),
        ("***1/2", 3.5, None),
        ("*1/2 out of 4", 1.5, 4),
        ("(star)(star)1/2", 2.5, None),
        ("❤️❤️❤️💛", 3.5, None),
        ("3.5 stars", 3.5, None),
        ("One and a half stars", 1.5, None),
        ("4 .5/5", 4.5, 5),
        ("86%", 86, 100),
        ("0/10", 0, 10),
        ("11/10", 11, 10),
        ("☆3点2011年公開", 3, None),
        ("I give this film a solid 8.", 8, None),
    ],
)
def test_a_printed_score_is_read(text: str, value: float, best: float | None) -> None:
    (found,) = find(text, LEXICON)
    assert (found.value.value, found.value.best) == (value, best)
    assert not found.marks - {"over_the_top", "reversed", "odd_scale"}


@pytest.mark.parametrize(
    "text",
    [
        "open 24/7",
        "since 9/11",
        "16/9 picture",
        "on 12/24",
        "3/10/2019",
        "2.39:1",
        "1080p",
        "Rated PG-13",
        "$10",
        "2:35/1",
    ],
)
def test_what_only_looks_like_a_score_is_left_alone(text: str) -> None:
    assert find(text, LEXICON) == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("6/10 acting", "sub_score"),
        ("Acting: 6/10", "sub_score"),
        ("IMDb: 7.4/10", "aggregator"),
        ("it would have been a 10/10", "hypothetical"),
        ("I am 100% sure", "other_count"),
        ("4/5 of the film", "other_count"),
        ("9 out of 10 were asleep", "other_count"),
        ("9 out of 10 harbour films end in fog", "other_count"),
        ("4/5 on my Drive-In rating scale", "odd_scale"),
        ("2.5/10 on the “C” scale", "odd_scale"),
        ("I'd love to give this a 10/10, but", "hypothetical"),
        ("I give it a negative 3 out of 10", "hypothetical"),
        ("I give up on her. A colleague gave it two stars out of five", "other_critic"),
        ("The two stars of the film", "other_count"),
        ("8-9/10", "range"),
        ("“a lovely thing, surely 8/10 for me” says she", "quoted"),
    ],
)
def test_what_speaks_against_a_score_is_marked(text: str, mark: str) -> None:
    assert mark in find(text, LEXICON)[0].marks


@pytest.mark.parametrize(
    "text", ["8/10 on my scale of fogs", "7 out of 10 and I were friends", "6 out of 10 on the usual scale"]
)
def test_a_plain_scale_or_the_next_words_speak_against_nothing(text: str) -> None:
    assert not find(text, LEXICON)[0].marks & {"odd_scale", "other_count"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("8", 8), ("7,5", 7.5), ("B+.", "B+"), ("A–", "A-"), ("A minus", "A-"), ("8 Punkte", 8), ("Must-see", "must"),
     ("Skip it. Really", "skip"), ("three and a half", 3.5)],
)  # fmt: skip
def test_the_value_of_a_label_is_read(value: str, expected: object) -> None:
    found = parse(value, LEXICON)
    assert found is not None
    assert found.value == expected


@pytest.mark.parametrize(
    "value", ["PG-13", "R", "15", "TV-MA", "FSK 12", "12 votes", "162 minutes", "A film of", "18+"]
)
def test_a_class_or_a_count_is_no_score(value: str) -> None:
    assert read(value, LEXICON) is None


def test_letters_and_verdicts_are_worth_what_the_table_says() -> None:
    assert normalise(Rating("C-", "A+", "C-", "letter")) == 42
    assert normalise(Rating("recommend", None, "See it", "verdict")) == 80
    assert normalise(Rating("qualified", None, "Matinee", "verdict")) == 50
    assert normalise(Rating(6, 5, "6/5", "points")) == 100
    assert normalise(Rating(3, None, "★★★", "stars")) is None


@given(st.text(alphabet=st.sampled_from("0123456789/.,½★☆*⭐ %ABF+-–out ofstarsten:()\n"), max_size=80))
def test_no_text_breaks_the_grammar_and_every_score_stands_where_it_says(text: str) -> None:
    ends = [0]
    for found in find(text, LEXICON):
        assert text[found.start : found.end] == found.raw
        assert found.start >= ends[-1]
        ends.append(found.end)
        if found.value.norm is not None:
            assert 0 <= found.value.norm <= 100
    read(text, LEXICON)
