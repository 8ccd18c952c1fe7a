"""Dates as printed: order, missing parts, words, and numbers that are no dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.lexicon import load
from scraper.extract.values.date import find, parse
from scraper.model import PartialDate

BASE = PartialDate(2020, 5, 10)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "July 7, 2022", "2022-07-07"),
        ("en", "07 Oct 2015", "2015-10-07"),
        ("en", "2019-06-29 20:34:41", "2019-06-29"),
        ("en", "2-27-26", "2026-02-27"),
        ("en", "1.23.14", "2014-01-23"),
        ("en", "19 Dec 14", "2014-12-19"),
        ("en", "October 07, 18", "2018-10-07"),
        ("en", "27 Feb", "--02-27"),
        ("en", "09/06/16", "2016-09-06"),
        ("en", "the 3rd of November, 2016", "2016-11-03"),
        ("en", "November 2016", "2016-11"),
        ("en", "out on Christmas Eve", "--12-24"),
        ("en", "1987", "1987"),
        ("de", "09/06/16", "2016-06-09"),
        ("de", "2. 4. 2019", "2019-04-02"),
        ("de", "Samstag, 30. Mai 2015", "2015-05-30"),
        ("de", "Ab 14.7. im Kino", "--07-14"),
        ("de", "2021. 01. 04.", "2021-01-04"),
        ("ja", "2021年9月3日", "2021-09-03"),
        ("ja", "2019년 05월 30일", "2019-05-30"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_stated(language: str, text: str, expected: str) -> None:
    assert str(parse(text, load((language,)))) == expected


@pytest.mark.parametrize(
    "text", ["at 20.15", "v1.2.3", "10.11.12.13", "31.02.2019", "he may 5 times", "50/50", "2:35:1"]
)
def test_numbers_that_are_no_dates_give_none(text: str) -> None:
    assert find(text, load(("en",))) == []


def test_the_region_decides_the_order_of_figures() -> None:
    assert str(parse("03/11/2016", load(("en",)), region="GB")) == "2016-11-03"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("yesterday", "2020-05-09"), ("3 days ago", "2020-05-07"), ("11 months ago", "2019-06"), ("2 years ago", "2018")],
)
def test_relative_words_count_only_from_a_known_day(text: str, expected: str) -> None:
    lexicon = load(("en",))
    assert str(parse(text, lexicon, base=BASE)) == expected
    assert find(text, lexicon) == []
    assert find(text, lexicon, base=PartialDate(2020, 5)) == []


@given(st.text(alphabet=st.sampled_from("0123456789./-, :年月日stndMayJuneOctober'"), max_size=60))
def test_every_date_stands_where_it_says_and_is_one(text: str) -> None:
    for found in find(text, load(("de",)), base=BASE):
        assert text[found.start : found.end] == found.raw
        assert found.value.month is None or 1 <= found.value.month <= 12
        assert found.value.day is None or (found.value.month is not None and 1 <= found.value.day <= 31)
