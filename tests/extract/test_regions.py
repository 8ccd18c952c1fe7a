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
    ],
    ids=["blogger's posts", "a post's foot", "a line of a post's foot"],
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
