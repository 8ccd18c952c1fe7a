"""Printed dates: which of them is the review's own."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.sources import dated
from scraper.model import PartialDate

PROSE = f"<p>{'The camera waits in the lane. ' * 12}</p>" * 4


def published(line: str, *, language: str = "en", url: str = "https://lamplight.example/harrow-lane/") -> list[object]:
    html = f"<article><h1>Harrow Lane</h1>{line}{PROSE}</article>"
    found = said(claims_of(dated, html, url, language), "published")
    return list(dict.fromkeys(str(value) for value, _ in found))


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("<p>March 4, 2021</p>", "en", "2021-03-04"),
        ("<p>Thursday, 4 March 2021 10:15</p>", "en", "2021-03-04"),
        ("<p>Posted on March 4, 2021 by Ida Moss</p>", "en", "2021-03-04"),
        ("<p>By Ida Moss - March 4, 2021</p>", "en", "2021-03-04"),
        ('<li class="meta-date"><b>Post published:</b>4 March 2021</li>', "en", "2021-03-04"),
        ('<span class="post-date">Mar 4, 2021</span>', "en", "2021-03-04"),
        ("<p>Veröffentlicht am 4. März 2021 von Ida Moss</p>", "de", "2021-03-04"),
        ("<p>4. 3. 2021</p>", "de", "2021-03-04"),
        ("<time>March 4, 2021</time>", "en", "2021-03-04"),
    ],
)
def test_the_date_beside_the_headline_is_the_reviews(line: str, language: str, expected: str) -> None:
    assert published(line, language=language) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Watched on March 4, 2021</p>",
        "<p>Release date: March 4, 2021</p>",
        "<p>In the night of March 4, 2021 a girl is born in Harrow Lane, and nobody comes.</p>",
        "<p>March 4</p>",
        "<p>2021</p>",
        '<p class="comment-date">March 4, 2021</p>',
        '<p class="release-date">March 4, 2021 opening</p>',
    ],
)
def test_viewings_releases_the_plot_and_incomplete_dates_are_not(line: str) -> None:
    assert published(line) == []


def test_the_clock_of_the_site_and_dates_of_comments_are_not_read() -> None:
    html = f"""<header><p>Monday, January 27, 2020</p></header><article><h1>Harrow Lane</h1>{PROSE}</article>
      <ol class="comment-list"><li><time>May 6, 2021</time></li></ol><footer>© May 6, 2021</footer>"""
    assert said(claims_of(dated, html), "published") == []


def test_updated_is_a_change_and_not_the_publication() -> None:
    html = f"<article><h1>Harrow Lane</h1><p>Updated: May 6, 2021</p>{PROSE}</article>"
    claims = claims_of(dated, html)
    assert said(claims, "published") == []
    assert said(claims, "modified") == [(PartialDate(2021, 5, 6), "dated.label_head")]


def test_the_address_gives_a_missing_year_and_settles_the_order_but_is_never_a_date_itself() -> None:
    url = "https://lamplight.example/2021/03/harrow-lane/"
    assert published("<p>4 March</p>", url=url) == ["2021-03-04"]
    assert published("<p>4 May</p>", url=url) == []
    assert published("<p>4/3/2021</p>", url=url) == ["2021-03-04"]
    assert published("<p>A quiet film.</p>", url=url) == []


def test_the_domain_says_whether_the_day_comes_first() -> None:
    assert published("<p>4/3/2021</p>", url="https://lamplight.co.uk/x") == ["2021-03-04"]
    assert published("<p>4/3/2021</p>", url="https://lamplight.com/x") == ["2021-04-03"]
