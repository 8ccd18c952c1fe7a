"""Addresses: one spelling each, and traps seen as traps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawl.urls import Scope, canonical, is_trap, rank, shape

SAME = [
    ("http://ida.example", "http://ida.example/"),
    ("HTTP://IDA.example:80/A?", "http://ida.example/A"),
    ("https://ida.example/a?b=1&a=2", "https://ida.example/a?a=2&b=1"),
    ("https://ida.example/a?utm_source=x&fbclid=y", "https://ida.example/a"),
    ("https://ida.example/a;jsessionid=12AB?p=3", "https://ida.example/a?p=3"),
    ("https://ida.example/a#comments", "https://ida.example/a"),
    ("https://ida.example/b%c3%a4", "https://ida.example/b%C3%A4"),
]


@pytest.mark.parametrize(("raw", "expected"), SAME)
def test_spellings_of_one_address_become_one(raw: str, expected: str) -> None:
    assert canonical(raw) == expected


@pytest.mark.parametrize(
    "raw", ["ftp://ida.example/", "javascript:void(0)", "http://", "http://u:p@ida.example/", "http://[::1", "x" * 9000]
)
def test_what_is_no_web_address_is_none(raw: str) -> None:
    assert canonical(raw) is None


@given(st.text(max_size=60))
def test_canonical_never_fails_and_is_stable(text: str) -> None:
    once = canonical("https://ida.example/" + text)
    assert once is None or canonical(once) == once


@pytest.mark.parametrize(
    "path",
    [
        "/wp-admin/",
        "/a/b/a/b/a/b",
        "/events/2024/05/",
        "/?s=harrow",
        "/x?a=1&b=2&c=3&d=4&e=5",
        "/poster.jpg",
        "/cart",
        "/a?sort=asc",
    ],
)
def test_traps(path: str) -> None:
    assert is_trap(f"https://ida.example{path}")


REVIEWS = ["/2024/05/01/harrow-lane/", "/review.php?id=12", "/films/nine-doors.html", "/?p=120", "/recenzje/a/"]


@pytest.mark.parametrize("path", REVIEWS)
def test_reviews_are_no_traps(path: str) -> None:
    assert not is_trap(f"https://ida.example{path}")


def test_pages_of_one_kind_share_a_shape() -> None:
    first, second = "https://ida.example/2023/05/harrow-lane-review/", "https://ida.example/2019/11/nine-doors/"
    assert shape(first) == shape(second) != shape("https://ida.example/tag/noir/")


def test_likeness_is_learnt_from_what_pages_turned_out_to_be() -> None:
    assert [rank(None), rank((3, 1)), rank((0, 30)), rank((5, 95))] == [3, 1, 5, 5]


def test_a_scope_keeps_to_host_and_patterns() -> None:
    scope = Scope(["ida.example"], include=["/reviews/*"], exclude=["*/page/*"])
    assert scope.admits("https://ida.example/reviews/harrow-lane")
    assert not scope.admits("https://ida.example/reviews/page/2")
    assert not scope.admits("https://ida.example/about")
    assert not scope.admits("https://other.example/reviews/harrow-lane")
