"""Which part of a page something stands in: wrappers whose names mislead."""

from __future__ import annotations

import pytest

from scraper.extract.page import Region
from scraper.extract.parse import parse_html

SIDE = "<div class='sidebar'>" + "<p>Somebody else's film, a long list of them.</p>" * 40 + "</div>"


@pytest.mark.parametrize(
    "html",
    [
        "<div class='widget Blog' id='Blog1'><div class='post'><h3>Harrow Lane</h3><p>WANTED</p></div></div>",
        "<div class='post'><h3>Harrow Lane</h3><div class='post-footer'><span>WANTED</span></div></div>",
        "<div class='post'><h3>Harrow Lane</h3><div class='post-footer-line post-footer-line-1'>WANTED</div></div>",
        "<article><h3>Harrow Lane</h3><div class='row footerRow'>WANTED</div></article>",
        "<article><h3>Harrow Lane</h3><p class='tw-text-grey-secondary-text'>WANTED</p></article>",
    ],
    ids=["blogger's posts", "a post's foot", "a line of a post's foot", "a foot inside a post", "a secondary colour"],
)
def test_the_posts_of_blogger_and_their_feet_are_read(html: str) -> None:
    page = parse_html(html + SIDE)
    assert next(line for line in page.lines if line.text == "WANTED").region is Region.MAIN


@pytest.mark.parametrize(
    ("html", "region"),
    [
        ("<div class='widget PopularPosts'>WANTED</div>", Region.RELATED),
        ("<div class='widget Label'>WANTED</div>", Region.ASIDE),
        ("<div class='site-footer'>WANTED</div>", Region.FOOTER),
    ],
)
def test_other_widgets_and_the_foot_of_the_site_are_not(html: str, region: Region) -> None:
    page = parse_html("<h1>Harrow Lane</h1><p>The camera waits.</p>" + html + SIDE)
    assert next(line for line in page.lines if line.text == "WANTED").region in {region, Region.ASIDE}


def test_of_several_main_headings_that_of_the_documents_title_is_kept_whatever_its_wrapper_is_called() -> None:
    html = """<title>Harrow Lane, a review – Lamplight</title><nav><h1>Navigation</h1></nav>
      <header class='header header-with-topbar modal'><h1>Harrow Lane, a review</h1><p>WANTED</p></header>"""
    page = parse_html(html + SIDE)
    assert next(line for line in page.lines if line.text == "WANTED").region is Region.MAIN
    assert next(line for line in page.lines if line.text == "Navigation").region is Region.NAV


def test_a_title_in_a_field_inside_its_heading_is_a_heading() -> None:
    page = parse_html(
        "<h1><div class='field field-title'>Harrow Lane</div></h1><div><div>The camera waits.</div></div>"
    )
    assert [(line.text, line.heading) for line in page.lines] == [("Harrow Lane", 1), ("The camera waits.", 0)]
