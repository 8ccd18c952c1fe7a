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
        ("<h1>Harrow Lane <br><small>04.03.2021 • Kritiken, Drama</small></h1>", "de", "2021-03-04"),
        ('<p><a rel="author" href="/people/jv">Lampenfieber Vale</a> 06 PM | 4 March 2021</p>', "en", "2021-03-04"),
        ("<p>2021-03-04 20:29:58 Source: Evening Lamp Wire Service</p>", "en", "2021-03-04"),
        (f"<p>(4. März 2021) {'Die Kamera wartet in der Gasse. ' * 9}</p>", "de", "2021-03-04"),
        (f"<p>4.3.2021 - {'Die Kamera wartet in der Gasse. ' * 9}</p>", "de", "2021-03-04"),
        (f"<p>Pressemitteilung vom 4. März 2021 | {'Die Kamera wartet. ' * 14}</p>", "de", "2021-03-04"),
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
        f"<p>March 4, 1976. {'A girl is born in Harrow Lane. ' * 9}</p>",
        f"<p>On March 4, 1976 – {'so the film says – a girl is born. ' * 9}</p>",
        "<p>Revised here and there, last updated on March 4, 2021</p>",
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


FAR = f"<article><h1>Harrow Lane</h1>{PROSE * 4}%s{PROSE * 4}</article>"


@pytest.mark.parametrize(
    "html",
    [
        '<div class="date-block">Published: March 4, 2021</div>',
        '<span class="field-published-at">on March 4, 2021</span>',
        f"""<p class="postmetadata">This entry was posted on Thursday, March 4, 2021 at 5:10 pm and is filed under
        Drama. {"You can follow any responses to this entry. " * 5}</p>""",
    ],
)
def test_far_from_the_heading_an_element_that_says_published_is_believed_more_than_one_that_says_date(
    html: str,
) -> None:
    assert said(claims_of(dated, FAR % html), "published") == [(PartialDate(2021, 3, 4), "dated.class_published")]
    plain = '<span class="date">March 4, 2021</span>'
    assert said(claims_of(dated, FAR % plain), "published") == [(PartialDate(2021, 3, 4), "dated.class_far")]


def test_a_month_alone_weighs_less_than_a_day() -> None:
    html = f"<article><h1>Harrow Lane</h1><p>March 2021</p>{PROSE}</article>"
    assert said(claims_of(dated, html), "published") == [(PartialDate(2021, 3), "dated.month_head")]


def test_the_main_heading_is_the_place_to_look_though_the_documents_title_is_cut_or_badly_encoded() -> None:
    html = f"""<head><title>Lamplight : Harrow Lane and the Watchmaker`s lost Quests</title></head><h1>Harrow
      Lane and the Watchmaker’s lost Quests</h1><p>4 March 2021 | Vale</p>{PROSE * 2}<h2>Quests</h2>{PROSE}"""
    assert said(claims_of(dated, html), "published") == [(PartialDate(2021, 3, 4), "dated.line_head")]
