"""Canonical bytes equal the reference implementation's; hostile strings leave no harm behind."""

from __future__ import annotations

import dataclasses
import json
import time
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.model import Answer, Availability, Credit, Extraction, LinkedReview, PageFacts, PartialDate, Rating, Review
from scraper.record import build, canonical
from scraper.record.canonical import clean

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, database=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=5))
def test_bytes_are_those_of_the_rfc_8785_library(document: dict[str, Any]) -> None:
    assert canonical(document) == rfc8785.dumps(document)


HOSTILE = [
    "nul\x00bell\x07escape\x1b[31m",
    "\u202ereversed\u202c \u2066isolated\u2069 \u200fmarked\ufeff",
    "lone \ud800 surrogate \udfff",
    "e\u0301" * 100_000,
    "x" * 1_000_000,
    "\u0000" * 1_000_000,
    " \n\t\u2028\u2029\x85 ",
    '"\\/<script>alert(1)</script>{"@id":"x"}',
    "\ufdfa" * 5000,
    "",
]


def hostile_review(text: str) -> Review:
    many = dict.fromkeys(("film_title_alt", "directors", "categories", "tags", "genres"), (text, "ok"))
    values: dict[str, object] = {
        **many,
        "film_title": text,
        "film_year": 2021,
        "people": (Credit(text, "actor", text), Credit(text, "writer")),
        "reviewer": text,
        "published": PartialDate(2021),
        "score": Rating(4, 5, text, "points"),
        "availability": (Availability(PartialDate(2021), "streaming", text, text, text),),
    }
    answers = {name: Answer(value, "single", 0.5) for name, value in values.items()}
    return Review("https://reviews.example/x/#review", "https://reviews.example/x/", answers, text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_strings_make_a_small_valid_record(text: str) -> None:
    review = hostile_review(text)
    page = PageFacts(headline=text, description=text, site_name=text)
    began = time.process_time()
    (record,) = build(Extraction(review.url, "review", None, page, (review,)), (LinkedReview(review),))
    assert time.process_time() - began < 1
    assert len(record.document) < 20_000
    assert len(record.ledger) < 40_000
    for data in (record.document, *record.ledger.splitlines()):
        printed = data.decode()
        json.loads(printed)
        assert not any(mark in printed for mark in "\x00\x1b\u202e\u2066\ufeff")


@given(st.text())
@settings(max_examples=200, deadline=None, database=None)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()


def test_an_id_from_a_hostile_address_is_still_an_iri() -> None:
    review = dataclasses.replace(hostile_review("ok"), id="https://reviews.example/a b\x00\u202e#review")
    (record,) = build(Extraction(review.url, "review", None, PageFacts(), (review,)), (LinkedReview(review),))
    assert " " not in json.loads(record.document)["@graph"][0]["@id"]
