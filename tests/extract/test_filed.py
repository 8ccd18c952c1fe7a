"""Terms that the data of a page names, where the page prints them."""

from __future__ import annotations

import pytest

import scraper
from scraper.model import PageFacts

PROSE = f"<p>{'The camera waits in the lane, and so does Ida Ros. ' * 12}</p>" * 3
ADDRESS = "https://lamplight.example/2021/03/harrow-lane/"


def page(head: str = "", body: str = "", *, classes: str = "") -> PageFacts:
    html = f"""<html><head><title>Harrow Lane</title>{head}</head><body><nav><a href="/category/drama/">Drama</a></nav>
      <main><article class="post-7 post hentry {classes}"><h1>Harrow Lane</h1>{body}{PROSE}</article></main>
      </body></html>"""
    return scraper.extract(html, ADDRESS).page


SECTION = '<meta property="article:section" content="Drama">'
KEYWORDS = '<meta property="article:tag" content="Jon Vale"><meta property="article:tag" content="Fog">'


def test_a_section_that_only_the_head_and_a_menu_name_is_not_printed() -> None:
    assert page(SECTION).categories == ()


@pytest.mark.parametrize(
    "body",
    [
        '<p class="kicker">Drama</p>',
        "<p><span>Drama</span> | 4 March 2021</p>",
        '<div class="breadcrumbs"><a href="/">Home</a> » <a href="/category/drama/">Drama</a> » Harrow Lane</div>',
        '<aside><a href="/x/drama/" rel="category tag">Drama</a></aside>',
    ],
    ids=["kicker", "piece of a line", "breadcrumb", "margin"],
)
def test_a_section_that_stands_where_alone_it_would_prove_nothing_is_a_category(body: str) -> None:
    assert page(SECTION, body).categories == ("Drama",)
    assert page("", body).categories == ()


def test_a_class_of_the_post_confirms_a_crumb_by_its_address_or_its_spelling() -> None:
    crumbs = '<div class="breadcrumbs"><a href="/">Home</a> <a href="/thema/buehne/">%s</a></div>'
    assert page("", crumbs % "Bühne", classes="category-buehne").categories == ("Bühne",)
    assert page("", crumbs % "Auf der Bühne", classes="category-buehne").categories == ("Auf der Bühne",)
    assert page("", crumbs % "Auf der Bühne", classes="category-film").categories == ()


def test_the_front_page_is_no_section_whatever_it_is_called() -> None:
    crumbs = '<div class="breadcrumbs"><a href="/">Drama</a></div>'
    assert page(SECTION, crumbs).categories == ()


def test_sections_of_many_teasers_are_not_this_pages() -> None:
    teasers = "".join(f'<h3>Film {number}</h3><p><a href="/drama">Drama</a></p>{PROSE}' for number in range(4))
    assert page(SECTION, PROSE * 4 + teasers).categories == ()
    assert page(SECTION, PROSE * 4 + '<p>More in <a href="/drama">Drama</a></p>').categories == ()
    assert page(SECTION, PROSE * 4 + '<p><a href="/drama">Drama</a></p>').categories == ("Drama",)


def test_keywords_in_a_margin_are_tags_where_they_are_marked_so() -> None:
    margin = '<aside class="%s"><a href="/a/" rel="%s">Jon Vale</a> <a href="/b/" rel="%s">Nine Doors</a></aside>'
    assert page(KEYWORDS, margin % ("side", "tag", "tag")).tags == ("Jon Vale",)
    assert page(KEYWORDS, margin % ("margin tags", "", "")).tags == ("Jon Vale",)
    assert page(KEYWORDS, margin % ("side", "", "")).tags == ()
    assert page("", margin % ("side", "tag", "tag")).tags == ()
