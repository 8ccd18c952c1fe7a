"""A text on several pages is one text."""

from __future__ import annotations

import pytest

from scraper.extract import extract
from scraper.extract.parts import MOST_PARTS, is_part, join, next_part
from scraper.model import Rating

URL = "https://ida.example/harrow-lane/"
PAGER = '<div class="page-links">Pages: <span>1</span> <a href="https://ida.example/harrow-lane/2/">2</a></div>'
BACK = '<div class="page-links">Pages: <a href="https://ida.example/harrow-lane/">1</a> <span>2</span></div>'


def page(text: str, pager: str = "") -> bytes:
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Harrow Lane Review</title></head><body><article>"
        f"<h1>Movie Review: Harrow Lane</h1><div class='entry-content'>{text}{pager}</div></article>"
        "<nav><a rel='next' href='/nine-doors/'>Nine Doors</a></nav></body></html>"
    ).encode()


FIRST = page("<p>Directed by Ida Ros, Harrow Lane is a slow film about a lighthouse keeper’s café.</p>", PAGER)
SECOND = page("<p>The last act is the best one, and the cinema was cold.</p><p>Rating: 4/5</p>", BACK)


def test_the_next_page_of_a_text_is_at_its_own_address_and_not_the_next_post() -> None:
    assert next_part(URL, FIRST, 2) == URL + "2/"
    assert next_part(URL, SECOND, 3) is None
    assert next_part(URL, page("<p>A text.</p>"), 2) is None


@pytest.mark.parametrize("url", ["https://ida.example/", "https://ida.example/?p=12"])
def test_a_home_page_and_a_query_have_no_further_pages(url: str) -> None:
    assert next_part(url, b'<a href="https://ida.example/2/">2</a><a href="/?p=12/2/">2</a>', 2) is None


def test_no_text_has_more_than_five_pages() -> None:
    body = "".join(f'<a href="{URL}{n}/">{n}</a>' for n in range(2, 40)).encode()
    assert next_part(URL, body, MOST_PARTS) is not None
    assert next_part(URL, body, MOST_PARTS + 1) is None


def test_a_cast_page_below_a_text_is_no_part_of_it() -> None:
    assert [is_part(URL + rest, URL) for rest in ("2/", "7", "1/", "cast/", "2/print/")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_review_in_two_pages_is_read_as_one() -> None:
    text = join(URL, FIRST, [SECOND]).decode()
    (review,) = extract(text.encode(), URL).reviews
    score = review.value("score")
    assert isinstance(score, Rating)
    assert (score.value, score.best) == (4, 5)
    assert review.many("directors") == ("Ida Ros",)
    assert "café" in text
    assert "Rating: 4/5" in text
    assert text.count("page-links") == 0


def test_a_second_page_of_another_build_leaves_the_first_as_it_was() -> None:
    other = FIRST.replace(b"entry-content", b"another")
    assert join(URL, FIRST, [other]) == FIRST
    assert join(URL, page("<p>No pager here at all, only text.</p>"), [SECOND]) != b""


def test_what_comes_after_is_a_legacy_encoding_too() -> None:
    second = page("<p>Un café très froid, et la fin est belle.</p>", BACK).replace(b"utf-8", b"cp1252")
    latin = second.decode().encode("cp1252", "replace")
    assert "très froid" in join(URL, FIRST, [latin]).decode()


@pytest.mark.parametrize("written", ["%F0%9F%8E%AC-harrow", "%f0%9f%8e%ac-harrow", "\N{CLAPPER BOARD}-harrow"])
def test_an_address_with_a_sign_in_it_is_the_same_however_it_is_escaped(written: str) -> None:
    url = "https://ida.example/%F0%9F%8E%AC-harrow/"
    first = FIRST.decode().replace("harrow-lane", written).encode()
    second = SECOND.decode().replace("harrow-lane", written).encode()
    assert next_part(url, first, 2) == url + "2/"
    assert "page-links" not in (text := join(url, first, [second]).decode())
    assert "Rating: 4/5" in text


def test_a_link_that_is_no_address_harms_nothing() -> None:
    broken = FIRST.replace(b"<nav>", b"<nav><a href='http://[x'>y</a>").replace(
        b"<p>Dir", b"<a href='//[z'>z</a><p>Dir"
    )
    assert "Rating: 4/5" in join(URL, broken, [SECOND]).decode()
