"""Star widgets without a plug-in: labels, data, widths, classes, filled against empty; and lost states."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, marks, said

from scraper.extract.sources import widget
from scraper.model import Rating


def scores(html: str, language: str = "en") -> list[tuple[object, object]]:
    page = f"<article><h1>Harrow Lane</h1><p>The camera waits.</p>{html}</article>"
    found = said(claims_of(widget, page, language=language), "score")
    return [(value.value, value.best) for value, _ in found if isinstance(value, Rating)]


STARS = "★★★★★"
FULL, EMPTY, HALF = '<i class="fas fa-star"></i>', '<i class="far fa-star"></i>', '<i class="fas fa-star-half-alt"></i>'
ICON = '<svg class="{}"><path d="M0"></path></svg>'
YELLOW, GREY = ICON.format("h-5 text-yellow-400"), ICON.format("h-5 text-gray-300")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<div role="img" aria-label="Rating: 4.5 out of 5 stars"><b aria-hidden="true">{STARS}</b></div>', (4.5, 5)),
        ('<p><img src="/s35.png" alt="3.5 out of 5 stars"></p>', (3.5, 5)),
        (f'<span class="star-rating" title="Rated 4 out of 5">{STARS}</span>', (4, 5)),
        ('<div class="rating" data-rating="7.5" data-max="10"></div>', (7.5, 10)),
        (f'<div class="stars"><span style="width: 70%">{STARS}</span></div>', (3.5, 5)),
        ('<div class="rating rating-4-of-5"></div>', (4, 5)),
        ('<div class="rating-circle eight half"></div>', (8.5, 10)),
        (f"<p>{FULL * 3}{HALF}{EMPTY}</p>", (3.5, 5)),
        (f"<p>{YELLOW * 2}{GREY * 2}</p>", (2, 4)),
        ("<p>" + '<img src="/star-full.png">' * 4 + '<img src="/star-empty.png"></p>', (4, 5)),
        (
            (
                '<p><svg><use href="#star-full"></use></svg><svg><use href="#star-full"></use></svg>'
                '<svg><use href="#star-empty"></use></svg></p>'
            ),
            (2, 3),
        ),
        ('<p><meter value="4" max="5">4</meter></p>', (4, 5)),
    ],
)
def test_each_way_of_drawing_a_score_is_read(html: str, expected: tuple[float, float]) -> None:
    assert scores(html) == [expected]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{FULL * 5}</p>",
        f"<p>{EMPTY * 5}</p>",
        f"<p>{FULL}{EMPTY}{FULL}{EMPTY}</p>",
        '<p><i class="icon-star"></i><i class="icon-star"></i><i class="icon-star"></i></p>',
        '<form><label class="star-1"></label><label class="star-2"></label><label class="star-3"></label></form>',
        '<div><i class="star-1"></i><i class="star-2"></i><i class="star-3"></i></div>',
        '<div class="rating" data-rating="0" data-max="5"></div>',
        '<div class="progress-bar" style="width:70%"></div>',
        '<div class="stars"><span style="width:73%"></span></div>',
        '<div class="rating" aria-label="PG-13"></div>',
        '<div class="star-col-4 starting-7">x</div>',
    ],
    ids=[
        "all full", "all empty", "no order", "state in css", "inputs", "positions", "unset", "bar", "odd width",
        "certificate", "layout",
    ],
)  # fmt: skip
def test_a_state_that_was_lost_and_what_is_no_score_say_nothing(html: str) -> None:
    assert scores(html) == []


@pytest.mark.parametrize(
    "html",
    [
        '<div role="img" aria-label="Rated 4.1 out of 5 stars based on 62 ratings"></div>',
        '<div class="stars"><span style="width:80%"></span> 62 votes</div>',
        '<div class="rating" data-rating="4" data-max="5"><input type="radio"></div>',
    ],
)
def test_votes_are_marked_as_the_readers(html: str) -> None:
    page = f"<article><h1>Harrow Lane</h1>{html}</article>"
    assert all("readers" in found for found in marks(claims_of(widget, page), "score"))


def test_widgets_of_comments_and_sidebars_are_not_read() -> None:
    html = '<div class="comments"><i role="img" aria-label="4 out of 5 stars">x</i></div>'
    aside = '<aside class="sidebar"><i role="img" aria-label="4 out of 5 stars">x</i></aside>'
    assert scores(html + aside) == []


def test_a_width_without_glyphs_is_of_five_by_custom_and_says_so() -> None:
    claims = claims_of(widget, '<h1>Harrow Lane</h1><div class="stars"><span style="width:80%"></span></div>')
    assert marks(claims, "score") == [{"default_scale"}]


def test_several_widgets_that_differ_are_doubted() -> None:
    one = '<p><i role="img" aria-label="4 out of 5 stars">x</i></p>'
    assert scores(one + one.replace("4 out", "2 out")) == []


def test_labels_in_other_languages() -> None:
    assert scores('<p><i role="img" aria-label="3,5 von 5 Sternen">x</i></p>', "de") == [(3.5, 5)]
