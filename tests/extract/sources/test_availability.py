"""Which releases a review states, in which form, and which words only look like one."""

from __future__ import annotations

import pytest

from scraper.extract.block import NO_SITE, Block
from scraper.extract.lexicon import load
from scraper.extract.parse import parse_text
from scraper.extract.resolve import resolve
from scraper.extract.sources.availability import claims, complete
from scraper.model import Availability, PartialDate

_PROSE = "The harbour scenes are patient and exact, and the last act earns its silence."
_REVIEWED = PartialDate(2016, 4, 12)


def answer(text: str, language: str = "en", url: str | None = None) -> list[tuple[str, str | None, str | None, str]]:
    page = parse_text(text, url)
    found = list(claims(Block(0, page, list(page.lines), language), load((language,)), NO_SITE))
    value = resolve("availability", complete(found, None if url else _REVIEWED, url), page.text).value
    assert isinstance(value, tuple)
    return [
        (one.channel, one.platform, str(one.date) if one.date else None, one.basis)
        for one in value
        if isinstance(one, Availability)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Release date: May 3, 2016", [("theatrical", None, "2016-05-03", "stated")]),
        ("en", f"{_PROSE} It opens in theaters on May 3.", [("theatrical", None, "2016-05-03", "year_inferred")]),
        ("en", f"{_PROSE} It came to digital on August 24.", [("digital", None, "2015-08-24", "year_inferred")]),
        (
            "en",
            f"{_PROSE} It is now streaming on Mubble Plus from May 3, 2016.",
            [("streaming", "Mubble Plus", "2016-05-03", "stated")],
        ),
        (
            "en",
            f"{_PROSE} It is streaming on Friday, May 6, 2016.",
            [("streaming", None, "2016-05-06", "stated")],
        ),
        (
            "en",
            "Streaming On Harrow TV, Netflix",
            [("streaming", "Harrow TV", None, "stated"), ("streaming", "Netflix", None, "stated")],
        ),
        ("de", "Kinostart: 3.11.2016", [("theatrical", None, "2016-11-03", "stated")]),
        ("fi", "TV1 klo 20.15", [("broadcast", "TV1", None, "stated")]),
        ("pl", "Premiera w Polsce: 29 czerwca 2018", [("theatrical", None, "2018-06-29", "stated")]),
        ("ja", "劇場公開日 2021年8月20日", [("theatrical", None, "2021-08-20", "stated")]),
        ("ko", "개봉일: 2019년 05월 30일", [("theatrical", None, "2019-05-30", "stated")]),
    ],
)
def test_a_stated_release_is_answered(language: str, text: str, expected: list[object]) -> None:
    assert answer(f"Harrow Lane\n\n{text}", language) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{_PROSE} On May 4, 1991, a girl is born.",
        f"{_PROSE} The cinemas of the town stand empty.",
        f"{_PROSE} Released by Harrow Pictures.",
        f"{_PROSE} The film is Netflix's most patient in years.",
        f"{_PROSE} My idea of going out is Christmas.",
    ],
)
def test_what_states_no_release_gives_none(text: str) -> None:
    assert answer(f"Harrow Lane\n\n{text}") == []


def test_what_was_watched_somewhere_says_that_it_is_only_that() -> None:
    ((channel, platform, _, basis),) = answer(f"Harrow Lane\n\n{_PROSE} Watched on Netflix.")
    assert (channel, platform, basis) == ("streaming", "Netflix", "viewing")


def test_a_date_in_the_address_serves_as_base_only() -> None:
    text = f"Harrow Lane\n\n{_PROSE} It opens in theaters on May 3."
    assert answer(text, url="https://harrow.example/2018/04/20/harrow-lane") == [
        ("theatrical", None, "2018-05-03", "year_inferred"),
    ]


@pytest.mark.parametrize(
    ("language", "label"), [("pt", "Estreia nacional"), ("de", "Kinostart"), ("en", "Theatrical release")]
)
def test_a_label_whose_date_is_missing_states_nothing(language: str, label: str) -> None:
    assert answer(f"Harrow Lane\n{label}\n{_PROSE}", language) == []
