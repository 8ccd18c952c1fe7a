"""Generated reviews, hostile ones included: every one makes a valid record, and every pointer points."""

from __future__ import annotations

import json
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.flat import to_dict
from scraper.model import (
    Answer,
    Availability,
    Basis,
    Channel,
    Credit,
    Evidence,
    Extraction,
    Identity,
    LinkedReview,
    PageFacts,
    PartialDate,
    Rating,
    RatingKind,
    RatingScale,
    Review,
    Role,
)
from scraper.record import build, check_flat, check_record, graph
from scraper.record.pointers import resolve

TEXT = st.text(max_size=40) | st.sampled_from(["Ada Wren", "\u202eevil\u202c", "a\x00b", " ", "Q1", "<b>", "\ud800"])
MAYBE = st.none() | TEXT
NUMBERS = st.none() | st.integers(-3, 200) | st.floats() | st.sampled_from(["A-", "F", "must"])
DATES = st.builds(PartialDate, st.integers(1, 9999)) | st.builds(
    PartialDate, st.none() | st.integers(1, 9999), st.integers(1, 12), st.none() | st.integers(1, 28)
)
RATINGS = st.builds(
    Rating,
    NUMBERS,
    NUMBERS,
    TEXT,
    st.sampled_from(get_args(RatingKind)),
    st.sampled_from(get_args(RatingScale)),
    NUMBERS,
    st.none() | st.floats(0, 100),
)
CREDITS = st.builds(Credit, TEXT, st.sampled_from(get_args(Role)), MAYBE)
ENTRIES = st.builds(
    Availability,
    st.none() | DATES,
    st.sampled_from(get_args(Channel)),
    TEXT,
    MAYBE,
    MAYBE,
    st.sampled_from(get_args(Basis)),
)


def many(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=4).map(tuple)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "film_title": MAYBE,
    "film_title_alt": many(TEXT),
    "film_year": st.none() | st.integers(1800, 2100),
    "directors": many(TEXT),
    "people": many(CREDITS),
    "reviewer": MAYBE,
    "published": st.none() | DATES,
    "modified": st.none() | DATES,
    "score": st.none() | RATINGS,
    "categories": many(TEXT),
    "tags": many(TEXT),
    "genres": many(TEXT),
    "availability": many(ENTRIES),
}


def answered(value: object) -> Answer:
    count = len(value) if isinstance(value, tuple) else 1
    proof = tuple(Evidence("prose", "test", "x" * 300, "", "", 5, 305) for _ in range(count))
    return Answer(value, "single", 0.5, proof)


REVIEWS = st.fixed_dictionaries({}, optional=VALUES).map(lambda found: {k: answered(v) for k, v in found.items()})
IDENTITIES = st.builds(
    Identity,
    st.sampled_from(["auto", "ask", "nil"]),
    st.dictionaries(st.sampled_from(["wikidata", "imdb", "tmdb", "other"]), TEXT, max_size=3),
    st.frozensets(st.sampled_from(["wikidata", "imdb", "tmdb", "other"])),
)
PAGES = st.builds(PageFacts, headline=MAYBE, description=MAYBE, site_name=MAYBE, free=st.none() | st.booleans())


@settings(max_examples=120, deadline=None, database=None)
@given(REVIEWS, IDENTITIES, PAGES, st.none() | TEXT.map(lambda text: f"https://reviews.example/{text}"), MAYBE)
def test_every_review_makes_a_valid_record(
    answers: dict[str, Answer], film: Identity, page: PageFacts, url: str | None, language: str | None
) -> None:
    review = Review(f"{url or 'urn:sha256:0'}#review", url, answers, language)
    extraction = Extraction(url, "review", None, page, (review,))
    linked = LinkedReview(review, film, {"Ada Wren": film})
    (record,) = build(extraction, (linked,))
    document = json.loads(record.document)
    check_record(document)
    check_record(graph(extraction, (linked, linked)))
    for line in map(json.loads, record.ledger.splitlines()):
        for target in line.get("targets", ()):
            assert target["pointer"] is None or resolve(document, target["pointer"]) is not None
            quote, position = target["selector"]
            assert position["end"] - position["start"] == len(quote["exact"]) <= 200


@settings(max_examples=40, deadline=None, database=None)
@given(REVIEWS, PAGES)
def test_every_review_fits_the_flat_schema(answers: dict[str, Answer], page: PageFacts) -> None:
    review = Review("urn:sha256:0#review", None, answers, "en")
    check_flat(json.loads(json.dumps(to_dict(Extraction(None, "review", None, page, (review,))), default=str)))
