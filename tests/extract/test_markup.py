from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from scraper.extract.page import in_order
from scraper.extract.parse import parse_html

HTML = """<!doctype html><html lang="en"><head><title>Harrow Lane</title>
<meta name="author" content="Ida Moss"><meta name="author" content="Jon Vale"></head>
<body class="single wide"><svg><title>A star</title><path class="star"/></svg>
<div hidden><span itemprop="name" class="wide">kept</span></div><p class="">Seen</p>
<noscript><img class="star" src="a.png"></noscript><button><i class="star"></i></button><p itemprop="name">Last</p>
</body></html>"""


def test_what_is_no_text_is_markup_all_the_same() -> None:
    page = parse_html(HTML)
    assert page.text == "Seen\nLast"
    assert [element.index >= 0 for element in page.markup.having("itemprop")] == [False, True]
    assert page.markup.content("name", "author") == ["Ida Moss", "Jon Vale"]


def test_the_markup_finds_what_a_selector_finds_in_the_same_order() -> None:
    markup, tree = parse_html(HTML).markup, LexborHTMLParser(HTML)
    for found, selector in (
        (markup.tagged("p"), "p"),
        (markup.having("class"), "[class]"),
        (markup.classed("star"), ".star"),
        (markup.classed("wide"), ".wide"),
    ):
        assert [element.node.html for element in found] == [node.html for node in tree.css(selector)]


def test_elements_of_several_lists_come_once_and_in_page_order() -> None:
    markup = parse_html(HTML).markup
    both = in_order(markup.classed("star"), markup.having("src"), markup.tagged("body"))
    assert [element.tag for element in both] == ["body", "path", "img", "i"]


def test_the_title_of_a_drawing_is_not_the_title_of_the_page() -> None:
    assert parse_html(HTML).markup.title() == "Harrow Lane"
    assert parse_html("<p>x<svg><title>A star</title></svg>").markup.title() is None
