"""Review boxes: the critic's total on its scale, never the readers' votes or a sub-score."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.boxes import boxes, zone_at
from scraper.extract.parse import parse_html
from scraper.extract.sources import boxes as source
from scraper.model import Rating

VOTES = '<div class="user-review-area"><span class="review-total-box">4.6 <small>(20 votes)</small></span></div>'
CRITERIA = '<ul class="review-list"><li><span>Story - 9</span></li></ul>'


def wp_review(kind: str, total: str, more: str = "") -> str:
    box = f'<div class="review-total-wrapper"><span class="review-total-box">{total}</span></div>'
    return f'<div id="review" class="review-wrapper {kind}">{CRITERIA}{box}{more}{VOTES}</div>'


STARS = '<div class="review-total-star"><div class="review-result" style="width:60%;"></div></div>'
TAQYEEM = """<div id="review-box" class="review-box {kind}"><div class="review-item"><h5>Story</h5></div>
  <div class="review-final-score">{final}</div><div class="user-rate-wrap"><b class="taq-score">4.9</b></div></div>"""

CASES = [
    ("wp review, points", wp_review("bar-point", "3"), (3, 10)),
    ("wp review, percent", wp_review("percentage-point", "70 <i>%</i>"), (70, 100)),
    ("wp review, stars", wp_review("", "3", STARS), (3, 5)),
    ("wp review, only drawn stars", wp_review("wp-review-star-type", "", STARS), (3, 5)),
    ("taqyeem, percent", TAQYEEM.format(kind="review-percentage", final="<h3>87%</h3>"), (87, 100)),
    (
        "taqyeem, stars only drawn",
        TAQYEEM.format(kind="review-stars", final="<span style='width:80%'></span>"),
        (4, 5),
    ),
    ("taqyeem, points of no stated scale", TAQYEEM.format(kind="review-percentage", final="<h3>8.5</h3>"), (8.5, None)),
    (
        "tagdiv, stars",
        (
            '<table class="td-review"><tr class="td-review-row-stars"><td>Plot</td></tr>'
            '<tr><td><div class="td-review-final-score">4.2</div></td></tr></table>'
        ),
        (4.2, 5),
    ),
    (
        "let's review",
        (
            '<div class="lets-review-block__wrap"><div class="lets-review-block__crit">Story 9</div>'
            '<div class="lets-review-block__final-score">7.5/10</div></div>'
        ),
        (7.5, 10),
    ),
    (
        "wp product review",
        (
            '<div class="wppr-review-container"><div class="review-wu-grade"><div class="review-wu-grade-content">'
            '<span>8.4</span></div></div><div class="rev-option">Story 10/10</div></div>'
        ),
        (8.4, 10),
    ),
    (
        "yasr, painted by a script",
        (
            '<div class="yasr-overall-rating"><div class="yasr-rater-stars" data-rating="4.5"></div></div>'
            '<div class="yasr-visitor-votes"><div class="yasr-rater-stars-vv" data-rating="2.1"></div></div>'
        ),
        (4.5, 5),
    ),
    (
        "rank math",
        '<div class="rank-math-total-wrapper"><b>Editor\'s Rating:</b><i class="rank-math-total">4.5</i></div>',
        (4.5, 5),
    ),
    (
        "author hreview",
        '<div id="ta_rating"><div class="ta_rating result rating"><b class="value">3.5</b></div></div>',
        (3.5, 5),
    ),
    (
        "jetpack with its figure",
        '<p class="wp-block-jetpack-rating-star">★★★★★<b itemprop="ratingValue" content="4.5"></b></p>',
        (4.5, 5),
    ),
]


@pytest.mark.parametrize(("html", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_critics_total_is_read_on_its_scale(html: str, expected: tuple[float, float | None]) -> None:
    found = [value for value, _ in said(claims_of(source, html), "score") if isinstance(value, Rating)]
    assert [(value.value, value.best) for value in found] == [expected]


@pytest.mark.parametrize(
    "html",
    [
        '<div class="kk-star-ratings"><div class="kksr-legend">4.1/5 - (62 votes)</div></div>',
        '<div class="glsr glsr-summary"><div class="glsr-star-rating" data-rating="3.7"></div></div>',
        '<div class="gdrts-rating-block gdrts-stars-length-5">Rating: 4.0/5</div>',
        '<div class="post-ratings"><strong>4.3</strong> out of 5</div>',
        '<div class="fivestar-average-stars"><span>Average: 4 (3 votes)</span></div>',
        '<div class="yasr-overall-rating"><div data-rating="-1"></div></div>',
        '<figure class="wp-block-jetpack-rating-star"><span>★★★★★</span></figure>',
        '<div class="letterboxd-embed-tc-diary">★★★★</div>',
        wp_review("bar-point", "0"),
        wp_review("", "11", STARS.replace("60", "0")),
    ],
    ids=["kk", "glsr", "gdrts", "postratings", "fivestar", "yasr unset", "jetpack", "letterboxd", "zero", "above best"],
)
def test_votes_unset_boxes_and_glyphs_that_lost_their_half_give_no_score(html: str) -> None:
    assert said(claims_of(source, html), "score") == []


def test_readers_votes_and_criteria_are_zones_of_the_text() -> None:
    page = parse_html(wp_review("bar-point", "3"))
    for words, zone in (("4.6", "readers"), ("Story - 9", "sub_score"), ("3", None)):
        at = page.text.index(words)
        assert zone_at(page, at, at + len(words)) == zone


def test_the_films_date_in_a_box_is_no_publication() -> None:
    html = """<div class="review-wrapper bar-point"><div class="reviewed-item">
      <p><strong>Movie title</strong>: Harrow Lane</p><p><strong>Director(s)</strong>: Jon Vale, Lea Brandt</p>
      <p><strong>Date published</strong>: 04/05/2019</p></div></div>"""
    claims = claims_of(source, html)
    assert [value for value, _ in said(claims, "film_title")] == ["Harrow Lane"]
    assert [value for value, _ in said(claims, "directors")] == ["Jon Vale", "Lea Brandt"]
    assert [value for value, _ in said(claims, "film_year")] == [2019]
    assert said(claims, "published") == []


def test_every_file_names_classes_and_reads_without_unknown_keys() -> None:
    assert len(boxes()) >= 14
    for box in boxes():
        assert box.classes, box.name
        assert box.totals or box.zones, box.name
