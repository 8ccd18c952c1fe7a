"""What a record says, and what it must never say."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import pytest

from scraper.model import NO_IDENTITY, Answer, Extraction, Identity, LinkedReview, PartialDate, Rating, Review
from scraper.record import RecordError, build, check_record, entities, graph, review_document
from scraper.record.jsonld import rating_node
from scraper.record.pointers import resolve

WREN = {"@id": "http://www.wikidata.org/entity/Q900000010"}


def nodes(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [node for node in document["@graph"] if kind in node["@type"]]


def having(review: Review, **changed: object) -> Review:
    answers: Mapping[str, Answer] = {**review.answers, **{k: Answer(v, "single", 0.9) for k, v in changed.items()}}
    return dataclasses.replace(review, answers=answers)


def test_a_linked_review_says_all_it_knows_in_schema_org_terms(extraction: Extraction, linked: LinkedReview) -> None:
    document = review_document(extraction, linked)
    review, film = document["@graph"][:2]
    assert review["@type"] == ["Review", "CriticReview"]
    assert review["@id"] == "https://reviews.example/2021/harrow-lane/#review"
    assert review["datePublished"] == "2021-08-20"
    assert review["dateModified"] == "2021-09"
    assert review["isAccessibleForFree"] is True
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingExplanation": "4 out of 5",
        "ratingValue": 4,
        "bestRating": 5,
        "worstRating": 0,
    }
    assert [(term["name"], term["inDefinedTermSet"]["@id"]) for term in review["keywords"]] == [
        ("Reviews", "https://reviews.example/#categories"),
        ("Sport", "https://reviews.example/#categories"),
        ("marathon", "https://reviews.example/#tags"),
    ]
    assert film["@id"] == review["itemReviewed"]["@id"] == "http://www.wikidata.org/entity/Q900000001"
    assert film["director"] == film["about"] == [WREN]
    assert film["actor"][0]["characterName"] == "The Boxer"
    assert film["contributor"][0]["roleName"] == "executive producer"
    assert film["dateCreated"] == "2021"


def test_ids_that_may_not_be_published_are_nowhere(extraction: Extraction, linked: LinkedReview) -> None:
    (record,) = build(extraction, (linked,))
    film = json.loads(record.document)["@graph"][1]
    assert film["sameAs"] == ["https://www.imdb.com/title/tt90000001/"]
    assert [one["propertyID"] for one in film["identifier"]] == ["imdb", "wikidata"]
    assert b"themoviedb" not in record.document
    assert b'"77"' not in record.document + record.ledger


@pytest.mark.parametrize("band", ["ask", "nil"])
def test_a_film_that_is_not_surely_linked_has_a_local_name_and_no_ids(
    extraction: Extraction, linked: LinkedReview, band: Any
) -> None:
    doubtful = dataclasses.replace(linked, film=dataclasses.replace(linked.film, band=band))
    film = review_document(extraction, doubtful)["@graph"][1]
    assert film["@id"].startswith("urn:uuid:")
    assert not {"sameAs", "identifier"} & film.keys()
    based = review_document(extraction, doubtful, base="https://films.example/")["@graph"][1]
    assert based["@id"].startswith("https://films.example/film/")


@pytest.mark.parametrize("value", ["Q12; DROP", "javascript:alert(1)", "Q0", "nm1"])
def test_an_id_of_the_wrong_shape_is_never_published(extraction: Extraction, linked: LinkedReview, value: str) -> None:
    odd = Identity("auto", {"wikidata": value, "tmdb": value}, frozenset({"wikidata", "tmdb"}))
    film = review_document(extraction, dataclasses.replace(linked, film=odd))["@graph"][1]
    assert film["@id"].startswith("urn:uuid:")
    assert "sameAs" not in film


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (Rating(4, None, "****", "stars"), None),
        (Rating("recommend", None, "Recommended", "verdict"), None),
        (Rating(None, None, "a triumph", "words"), None),
        (Rating(5, 6, "Terningkast 5", "die"), (5, 6, 1)),
        (Rating(3.5, 5.0, "3.5/5", "points"), (3.5, 5, 0)),
        (Rating(3, 5, "3/5", "stars", worst=1), (3, 5, 1)),
        (Rating("A-", "A+", "Grade: A-", "letter"), ("A-", "A+", "F")),
        (Rating(11, 10, "11/10", "points"), None),
        (Rating(float("nan"), 10, "nan", "points"), None),
        (Rating(3, float("inf"), "3", "points"), None),
    ],
)
def test_value_best_and_worst_come_together_or_not_at_all(
    rating: Rating, expected: tuple[object, object, object] | None
) -> None:
    node = rating_node(rating)
    assert node is not None
    assert node["ratingExplanation"] == rating.raw
    found = {name: node[name] for name in ("ratingValue", "bestRating", "worstRating") if name in node}
    assert tuple(found.values()) == (expected or ())


def test_a_date_without_a_year_is_left_to_the_ledger(extraction: Extraction, linked: LinkedReview) -> None:
    review = having(linked.review, published=PartialDate(None, 8, 24))
    document = review_document(extraction, dataclasses.replace(linked, review=review))
    assert "datePublished" not in document["@graph"][0]
    physical = document["@graph"][1]["releasedEvent"][1]
    assert "startDate" not in physical
    assert physical["location"] == {"@type": "Country", "name": "US"}


def test_an_inferred_year_says_so(extraction: Extraction, linked: LinkedReview) -> None:
    film = review_document(extraction, linked)["@graph"][1]
    assert film["releasedEvent"][0]["startDate"] == "2021-08-24"
    assert film["releasedEvent"][0]["description"] == "On digital August 24 (year inferred from the review's date)"


def test_a_named_service_is_a_watch_action_and_a_festival_a_screening(
    extraction: Extraction, linked: LinkedReview
) -> None:
    film = review_document(extraction, linked)["@graph"][1]
    (watch,) = film["potentialAction"]
    assert watch["provider"]["name"] == "Lumiflix"
    assert watch["actionAccessibilityRequirement"]["eligibleRegion"]["name"] == "GB"
    (screening,) = film["subjectOf"]
    assert screening["workPresented"] == {"@id": film["@id"]}
    assert screening["name"] == "Harbour Festival"


def test_one_name_in_two_places_is_two_people_until_a_link_says_otherwise(
    extraction: Extraction, review: Review
) -> None:
    twin = having(review, reviewer="Ada Wren", people=())
    document = review_document(extraction, LinkedReview(twin))
    assert len({node["@id"] for node in nodes(document, "Person") if node["name"] == "Ada Wren"}) == 2


def test_a_film_named_alike_is_one_node_over_reviews_and_untitled_ones_are_not(
    extraction: Extraction, review: Review
) -> None:
    other = dataclasses.replace(review, id="https://other.example/x#review", url="https://other.example/x")
    first, second = (review_document(extraction, LinkedReview(one))["@graph"][1]["@id"] for one in (review, other))
    assert first == second
    bare = [having(one, film_title=None) for one in (review, other)]
    first, second = (review_document(extraction, LinkedReview(one))["@graph"][1]["@id"] for one in bare)
    assert first != second


def test_a_page_of_two_reviews_is_one_graph_with_each_film_once(extraction: Extraction, linked: LinkedReview) -> None:
    second = dataclasses.replace(linked.review, id=linked.review.id + "-again")
    page = dataclasses.replace(extraction, reviews=(linked.review, second))
    document = graph(page, (linked, dataclasses.replace(linked, review=second)))
    check_record(document)
    assert len(nodes(document, "Review")) == 2
    assert [node["@type"] for node in document["@graph"][:2]] == [["Review", "CriticReview"]] * 2
    assert len(nodes(document, "Movie")) == 1
    assert len(document["@graph"]) == len({node["@id"] for node in document["@graph"]})
    assert not any("abstract" in node or "name" in node for node in nodes(document, "Review"))


def test_a_page_without_a_review_has_an_empty_graph(extraction: Extraction) -> None:
    document = graph(dataclasses.replace(extraction, reviews=()), ())
    check_record(document)
    assert document["@graph"] == []


def test_films_and_people_can_be_taken_out_of_a_record(extraction: Extraction, linked: LinkedReview) -> None:
    found = list(entities(review_document(extraction, linked)))
    assert [one.kind for one in found] == ["film", *["person"] * 7]
    assert found[0].document["@context"] == "https://schema.org"


def test_a_misspelt_term_does_not_pass_the_schema(extraction: Extraction, linked: LinkedReview) -> None:
    document = review_document(extraction, linked)
    document["@graph"][0]["datePublishd"] = "2021-08-20"
    with pytest.raises(RecordError, match="harrow-lane"):
        check_record(document)


def test_a_value_without_its_scale_does_not_pass_the_schema(extraction: Extraction, linked: LinkedReview) -> None:
    document = review_document(extraction, linked)
    del document["@graph"][0]["reviewRating"]["bestRating"]
    with pytest.raises(RecordError):
        check_record(document)


def test_the_ledger_points_into_the_record_and_keeps_what_lost(extraction: Extraction, linked: LinkedReview) -> None:
    (record,) = build(extraction, (linked,))
    document = json.loads(record.document)
    page, identity, *lines = map(json.loads, record.ledger.splitlines())
    assert page["repairs"] == ["jsonld.trailing_comma"]
    assert identity["film"]["candidates"][0]["features"] == {"title": 9.0}
    by_field = {line["field"]: line for line in lines}
    assert list(by_field) == [
        "film_title", "film_title_alt", "film_year", "directors", "people", "reviewer", "published",
        "modified", "score", "categories", "tags", "genres", "availability",
    ]  # fmt: skip
    title = by_field["film_title"]["targets"][0]
    assert resolve(document, title["pointer"]) == "Harrow Lane"
    assert title["selector"][0]["exact"] == "Harrow Lane"
    assert resolve(document, by_field["directors"]["targets"][0]["pointer"]) == WREN
    assert by_field["score"]["lost"] == [{"rule": "box.readers", "raw": "9/10", "weight": -3.2, "marks": ["readers"]}]
    assert by_field["availability"]["value"][1]["date"] == "--08-24"


def test_the_same_input_makes_the_same_bytes(extraction: Extraction, linked: LinkedReview) -> None:
    assert build(extraction, (linked,)) == build(extraction, (linked,))


def test_text_without_an_address_has_a_record_too(extraction: Extraction, review: Review) -> None:
    bare = dataclasses.replace(review, id="urn:sha256:" + "0" * 64 + "#review", url=None)
    page = dataclasses.replace(extraction, url=None, page=dataclasses.replace(extraction.page, site_name=None))
    (record,) = build(page, (LinkedReview(bare, NO_IDENTITY),))
    document = json.loads(record.document)
    assert "url" not in document["@graph"][0]
    assert not nodes(document, "Organization")
