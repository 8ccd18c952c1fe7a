"""Authors that only the data of a page names: printed ones count, unseen ones do not."""

from __future__ import annotations

import json

import pytest

import scraper

PROSE = f"<p>{'The camera waits in the lane, and so does the fog. ' * 12}</p>" * 3
WEBPAGE = json.dumps({"@type": "WebPage", "author": {"@type": "Person", "name": "Ida Moss"}})
ARTICLE = json.dumps({"@type": "Article", "author": {"@type": "Person", "name": "By Ida Moss @idamoss"}})


def authors(data: str, body: str) -> tuple[str, ...]:
    html = f"""<html><head><title>Harrow Lane</title><script type="application/ld+json">{data}</script></head>
      <body><article><h1>Harrow Lane</h1>{PROSE}</article>{body}</body></html>"""
    return scraper.extract(html, "https://lamplight.example/2021/03/harrow-lane/").page.authors


@pytest.mark.parametrize(
    "line",
    [
        "<p>Ida Moss</p>",
        "<p>1 February 2022 , Ida Moss</p>",
        "<div class='sidebar'><p><b>Ida Moss</b> writes about rain</p></div>",
        "<footer>Archive – 2009-2020 by Ida Moss – RSS</footer>",
    ],
    ids=["line", "piece", "element", "footer"],
)
def test_an_author_of_the_web_page_counts_where_the_name_stands_apart(line: str) -> None:
    assert authors(WEBPAGE, line) == ("Ida Moss",)


@pytest.mark.parametrize(
    "line",
    ["", "<p>Somebody asked Ida Moss about it.</p>", "<div class='comments'><p>Ida Moss</p></div>"],
    ids=["nowhere", "prose", "comment"],
)
def test_and_not_where_it_stands_nowhere_in_prose_or_in_comments(line: str) -> None:
    assert authors(WEBPAGE, line) == ()


def test_the_author_of_an_article_is_doubted_where_no_reader_sees_the_name() -> None:
    assert authors(ARTICLE, "<p>Somebody asked Ida Moss about it.</p>") == ("Ida Moss",)
    assert authors(ARTICLE, "<p>Somebody asked.</p>") == ()
