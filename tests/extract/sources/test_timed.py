"""Dates that elements state for machines."""

from __future__ import annotations

from support.claimed import claims_of, said

from scraper.extract.sources import timed
from scraper.model import PartialDate

PROSE = f"<p>{'The camera waits in the lane. ' * 12}</p>" * 3


def test_published_and_changed_are_told_apart() -> None:
    html = f"""<article><h1>Harrow Lane</h1><p><time class="entry-date published" datetime="2021-03-04T10:00">x</time>
      <time class="updated" datetime="2021-05-06">6 May</time></p>{PROSE}</article>"""
    claims = claims_of(timed, html)
    assert said(claims, "published") == [(PartialDate(2021, 3, 4), "timed.published_head")]
    assert said(claims, "modified") == [(PartialDate(2021, 5, 6), "timed.updated")]


def test_an_iso_title_beats_an_ambiguous_visible_date_and_a_date_without_year_says_nothing() -> None:
    blogger = f'<h1>Harrow Lane</h1><abbr class="published" title="2021-03-04T10:00:00-08:00">4/3/21</abbr>{PROSE}'
    assert said(claims_of(timed, blogger), "published") == [(PartialDate(2021, 3, 4), "timed.published_head")]
    squarespace = f'<h1>Harrow Lane</h1><time class="dt-published" datetime="Sep 2">Sep 2</time>{PROSE}'
    assert said(claims_of(timed, squarespace), "published") == []


def test_dates_of_comments_and_related_posts_are_not_read() -> None:
    html = f"""<h1>Harrow Lane</h1>{PROSE}<div class="comments"><time datetime="2022-01-01">x</time></div>
      <div class="related-posts"><time datetime="2020-01-01">x</time></div>"""
    assert said(claims_of(timed, html), "published") == []


def test_the_clock_of_the_sites_header_is_not_read_and_the_header_of_the_post_is() -> None:
    clock = '<header><div class="datetime"><time datetime="2023-11-01T13:56">1 November</time></div></header>'
    assert said(claims_of(timed, f"{clock}<main><h1>Harrow Lane</h1>{PROSE}</main>"), "published") == []
    post = '<header><time class="entry-date" datetime="2021-03-04">4 March</time><h1>Harrow Lane</h1></header>'
    assert said(claims_of(timed, post + PROSE), "published") == [(PartialDate(2021, 3, 4), "timed.published_head")]
