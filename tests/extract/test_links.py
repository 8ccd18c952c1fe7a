"""Addresses on a page and what it asks of robots."""

from __future__ import annotations

import pytest

from scraper.extract.block import Block
from scraper.extract.links import directives, links, mentions
from scraper.extract.parse import parse_html
from scraper.model import Directives, Links

URL = "https://lamplight.example/2021/03/harrow-lane/"


def test_addresses_are_absolute_http_and_without_fragment_in_page_order() -> None:
    html = """<a href="/a#x">a</a><a href="b?c=1">b</a><a href="//other.example/c">c</a><a href="#top">t</a>
      <a href="mailto:x@y.example">m</a><a href="javascript:void(0)">j</a><a href="/a">again</a>
      <a href="/n" rel="nofollow ugc">n</a><a href="../d/./e">d</a><a href="http://[bad">x</a>"""
    assert links(parse_html(html, URL)).out == (
        "https://lamplight.example/a",
        "https://lamplight.example/2021/03/harrow-lane/b?c=1",
        "https://other.example/c",
        "https://lamplight.example/2021/03/d/e",
    )


def test_link_elements_are_sorted_by_what_they_say_they_are() -> None:
    html = """<base href="https://cdn.example/x/"><link rel="canonical" href="https://lamplight.example/harrow-lane">
      <link rel="next" href="2"><link rel="alternate" type="application/rss+xml" href="/feed">
      <link rel="alternate" type="application/json" href="/post"><link rel="https://api.w.org/" href="/wp-json/">
      <link rel="amphtml" href="/amp">"""
    assert links(parse_html(html, URL)) == Links(
        canonical="https://lamplight.example/harrow-lane",
        next="https://cdn.example/x/2",
        feeds=("https://cdn.example/feed",),
        wp_json="https://cdn.example/wp-json/",
        amp="https://cdn.example/amp",
    )


def test_a_canonical_that_is_no_web_address_is_none() -> None:
    assert links(parse_html('<link rel="canonical" href="javascript:alert(1)">', URL)).canonical is None


@pytest.mark.parametrize(
    ("meta", "header", "expected"),
    [
        ('<meta name="robots" content="NOINDEX, nofollow">', "", Directives(noindex=True, nofollow=True)),
        ('<meta name="ROBOTS" content="none">', "", Directives(noindex=True, nofollow=True)),
        ('<meta name="googlebot" content="noindex">', "", Directives()),
        ('<meta name="film-review-scraper" content="noarchive">', "", Directives(noarchive=True)),
        ("", "noindex", Directives(noindex=True)),
        ("", "googlebot: noindex, nofollow", Directives()),
        ("", "max-snippet: 20, noarchive", Directives(noarchive=True)),
        ("", "googlebot: noindex, film-review-scraper: nofollow", Directives(nofollow=True)),
        ('<meta name="tdm-reservation" content="1">', "", Directives(reserved="meta tdm-reservation: 1")),
        ('<meta name="tdm-reservation" content="0">', "", Directives()),
    ],
)
def test_only_directives_for_every_robot_or_for_ours_count(meta: str, header: str, expected: Directives) -> None:
    headers = {"x-robots-tag": header} if header else {}
    assert directives(parse_html(meta, URL), headers) == expected


def test_a_reservation_in_a_header_names_its_policy() -> None:
    headers = {"tdm-reservation": "1", "tdm-policy": "https://lamplight.example/tdm"}
    assert directives(parse_html("<p>x</p>", URL), headers).reserved == (
        "header tdm-reservation: 1 (policy https://lamplight.example/tdm)"
    )


def block_of(html: str) -> Block:
    page = parse_html(html, URL)
    return Block(0, page, page.lines)


def test_databases_linked_from_the_review_are_mentions_and_two_films_are_none() -> None:
    html = """<p><a href="https://www.imdb.com/title/tt0123456/?ref_=x">IMDb</a>
      <a href="https://www.themoviedb.org/movie/77-harrow-lane">TMDb</a>
      <a href="https://www.wikidata.org/wiki/Q42">W</a> <a href="https://letterboxd.com/ida/film/harrow-lane/">L</a></p>
      <aside class="sidebar"><a href="https://www.imdb.com/title/tt7654321/">other</a></aside>"""
    found = {"imdb": "tt0123456", "tmdb": "77", "wikidata": "Q42", "letterboxd": "harrow-lane"}
    assert mentions(block_of(html)) == found
    two = html + '<p><a href="https://www.imdb.com/title/tt7654321/">Nine Doors</a></p>'
    assert "imdb" not in mentions(block_of(two))


def test_a_film_nodes_same_as_is_a_mention() -> None:
    html = (
        '<script type="application/ld+json">{"@type":"Movie","sameAs":"https://www.imdb.com/title/tt0123456/"}</script>'
    )
    assert mentions(block_of(html)) == {"imdb": "tt0123456"}
