"""One invented review, whole, from which the tests take what they need."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.model import (
    Answer,
    Availability,
    Candidate,
    Claim,
    Credit,
    Evidence,
    Extraction,
    Feature,
    Identity,
    LinkedReview,
    Locator,
    PageFacts,
    PartialDate,
    Rating,
    Review,
    WeighedClaim,
)

TEXT = "Harrow Lane (2021). Directed by Ada Wren. Final Score: 4 out of 5. On digital August 24."
URL = "https://reviews.example/2021/harrow-lane/"


def quote(words: str, rule: str = "prose.test") -> Evidence:
    start = TEXT.index(words)
    end = start + len(words)
    return Evidence("prose", rule, words, TEXT[max(0, start - 32) : start], TEXT[end : end + 32], start, end)


def answer(value: object, *words: str, status: Any = "single", lost: tuple[WeighedClaim, ...] = ()) -> Answer:
    return Answer(value, status, 0.97, tuple(map(quote, words)), lost)


def lost_claim() -> WeighedClaim:
    locator = Locator("text", 0, 3)
    claim = Claim(
        "score", Rating(9, 10, "9/10", "points"), "9/10", "box", "box.readers", locator, 0, frozenset({"readers"})
    )
    return WeighedClaim(claim, -3.2, won=False)


def answers() -> dict[str, Answer]:
    return {
        "film_title": answer("Harrow Lane", "Harrow Lane"),
        "film_title_alt": answer(("Voie Harrow",)),
        "film_year": answer(2021, "2021"),
        "directors": answer(("Ada Wren",), "Ada Wren"),
        "people": answer(
            (
                Credit("Bo Li", "actor", "The Boxer"),
                Credit("Cy Ash", "actor"),
                Credit("Di Fern", "executive_producer"),
                Credit("Ed Holm", "composer"),
                Credit("Fay Iris", "author"),
                Credit("Ada Wren", "subject"),
            ),
        ),
        "reviewer": answer("Ida Moss"),
        "published": answer(PartialDate(2021, 8, 20)),
        "modified": answer(PartialDate(2021, 9)),
        "score": answer(
            Rating(4.0, 5.0, "4 out of 5", "points", "printed", None, 80.0, "critic"),
            "4 out of 5",
            lost=(lost_claim(),),
        ),
        "categories": answer(("Reviews", "Sport")),
        "tags": answer(("marathon",)),
        "genres": answer(("Documentary",)),
        "availability": answer(
            (
                Availability(PartialDate(2021, 8, 24), "digital", "On digital August 24", basis="year_inferred"),
                Availability(PartialDate(None, 8, 24), "physical", "on DVD August 24", region="US"),
                Availability(PartialDate(2021, 9), "streaming", "on Lumiflix in September", "Lumiflix", "GB"),
                Availability(None, "festival", "seen at the Harbour Festival", "Harbour Festival", None, "viewing"),
            ),
            "On digital August 24",
        ),
    }


FILM = Identity(
    band="auto",
    ids={"wikidata": "Q900000001", "imdb": "tt90000001", "tmdb": "77"},
    publishable=frozenset({"wikidata", "imdb"}),
    score=21.5,
    reasons=("title", "year", "director"),
    candidates=(Candidate({"wikidata": "Q900000001"}, "Harrow Lane", 2021, 21.5, (Feature("title", "equal", 9.0),)),),
    decided_by="rule",
)


@pytest.fixture
def review() -> Review:
    return Review(URL + "#review", URL, answers(), "en", 0, len(TEXT))


@pytest.fixture
def extraction(review: Review) -> Extraction:
    page = PageFacts(
        "Harrow Lane review: a long run", ("Ida Moss",), description="A film.", site_name="The Reel Ledger", free=True
    )
    return Extraction(URL, "review", None, page, (review,), text_sha256="0" * 64, repairs=("jsonld.trailing_comma",))


@pytest.fixture
def linked(review: Review) -> LinkedReview:
    person = Identity("auto", {"wikidata": "Q900000010"}, frozenset({"wikidata"}), decided_by="rule")
    return LinkedReview(review, FILM, {"Ada Wren": person})
