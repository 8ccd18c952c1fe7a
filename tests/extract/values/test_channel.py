"""Where and when a film can be seen, as sentences say it, and what the review's date adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.lexicon import load
from scraper.extract.values.channel import broadcast, complete, find
from scraper.model import PartialDate

REVIEWED = PartialDate(2016, 4, 12)  # a Tuesday


def entries(language: str, text: str) -> list[tuple[str, str | None, str | None]]:
    found = find(text, load((language,)))
    return [(one.value.channel, one.value.platform, str(one.value.date) if one.value.date else None) for one in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Opens in US theaters on August 19, 2018.", [("theatrical", None, "2018-08-19")]),
        ("en", "In theaters and on Hulu May 3.", [("theatrical", None, "--05-03"), ("streaming", "Hulu", "--05-03")]),
        ("en", "On VOD May 3, on Blu-ray June 7.", [("digital", None, "--05-03"), ("physical", None, "--06-07")]),
        ("en", "Harrow Lane (out Dec 26)", [("theatrical", None, "--12-26")]),
        ("en", "Harrow Lane (Blu-ray & Digital copy)", [("physical", None, None), ("digital", None, None)]),
        ("en", "Now streaming on MUBI.", [("streaming", "MUBI", None)]),
        ("de", "Ab 8. Mai 2015 im Kino.", [("theatrical", None, "2015-05-08")]),
        ("de", "Jetzt bei Netflix verfügbar.", [("streaming", "Netflix", None)]),
        ("fr", "Sortie le 28 octobre 1981.", [("theatrical", None, "1981-10-28")]),
        ("es", "Estreno en cines el 17 de abril de 2016.", [("theatrical", None, "2016-04-17")]),
        ("ru", "выходит в российский прокат 3 сентября", [("theatrical", None, "--09-03")]),
    ],
)
def test_a_statement_gives_one_entry_per_channel(language: str, text: str, expected: list[object]) -> None:
    assert entries(language, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A night at the theater with friends.",
        "On May 4, 1991, a girl is born.",
        "Set in 1987 in the cinemas of New York on May 3.",
        "The novel was published by Ros on May 3.",
    ],
)
def test_a_channel_or_a_date_alone_states_nothing(text: str) -> None:
    assert entries("en", text) == []


@pytest.mark.parametrize(
    ("text", "date", "basis"),
    [
        ("It opens in theaters May 3.", "2016-05-03", "year_inferred"),
        ("It came to digital on August 24.", "2015-08-24", "year_inferred"),
        ("It opens in theaters on January 20.", "2017-01-20", "year_inferred"),
        ("It opens in theaters tomorrow.", "2016-04-13", "relative"),
        ("It opens in theaters this Friday.", "2016-04-15", "relative"),
        ("It opens in theaters on May 3, 2014.", "2014-05-03", "stated"),
    ],
)
def test_the_review_date_fills_in_what_the_words_leave_open(text: str, date: str, basis: str) -> None:
    (found,) = find(text, load(("en",)))
    value = complete(found.value, found.marks, REVIEWED)
    assert (str(value.date), value.basis) == (date, basis)
    assert complete(found.value, found.marks, None) == found.value


def test_what_the_critic_watched_is_only_weak_evidence() -> None:
    (found,) = find("Watched on Netflix", load(("en",)))
    assert found.rule == "viewing"


def test_the_region_beside_the_channel_is_kept() -> None:
    assert find("In UK cinemas from 17 April.", load(("en",)))[0].value.region == "GB"
    assert find("It came to us in cinemas on 17 April.", load(("en",)))[0].value.region is None


def test_a_tv_column_names_channel_and_clock() -> None:
    slot = broadcast("TV1 klo 20.15", load(("fi",)))
    assert slot is not None
    assert (slot.value.channel, slot.value.platform) == ("broadcast", "TV1")


@given(st.text(alphabet=st.sampled_from("in theaters on Netflix May 3, 2014. opens (VOD) now DVD|\n"), max_size=120))
def test_every_statement_stands_where_it_says(text: str) -> None:
    for found in find(text, load(("en",))):
        assert text[found.start : found.end] == found.raw
        complete(found.value, found.marks, REVIEWED)
