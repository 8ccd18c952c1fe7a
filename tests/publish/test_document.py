import json
import math

import pytest

from scraper import record as record_stage
from scraper.errors import InputError
from scraper.model import (
    Answer,
    Availability,
    Credit,
    Extraction,
    Identity,
    LinkedReview,
    PageFacts,
    PartialDate,
    Rating,
    Review,
)
from scraper.publish.document import clean, normalised, to_document


def test_every_part_of_a_record_is_found(record):
    document = to_document("ab", record(tags=("slow burn",), channel="digital"))
    assert document is not None
    assert document.title == "Harrow Lane"
    assert document.directors == ("Dara Rector",)
    assert document.critic == "Ida Moss"
    assert document.site == "lantern.example"
    assert document.film_ids == {"imdb": "tt99000001", "wikidata": "Q90000001"}
    assert (document.score_norm, document.score_raw) == (80.0, "4 out of 5")
    assert (document.year, document.published) == (2021, "2021-08-20")
    assert document.tags == ("slow burn",)
    assert document.channels == ("digital",)


def answered(value):
    return Answer(value, "single", 0.9)


def built(score):
    """A record as the record stage really makes it."""
    answers = {
        "film_title": answered("Harrow Lane"),
        "film_title_alt": answered(("Voie Harrow",)),
        "film_year": answered(2021),
        "directors": answered(("Dara Rector",)),
        "people": answered((Credit("Bo Li", "actor", "The Boxer"), Credit("Di Fern", "cinematographer"))),
        "reviewer": answered("Ida Moss"),
        "published": answered(PartialDate(2021, 8, 20)),
        "score": answered(score),
        "categories": answered(("Reviews",)),
        "tags": answered(("slow burn",)),
        "genres": answered(("drama",)),
        "availability": answered(
            (
                Availability(PartialDate(2021, 8, 24), "digital", "On digital August 24."),
                Availability(PartialDate(2021, 2), "festival", "at the Lantern Festival", platform="Lantern Festival"),
            )
        ),
    }
    review = Review("https://lantern.example/h#review", "https://lantern.example/h", answers, language="en")
    page = PageFacts(headline="Harrow Lane review", description="Slow, and right.", site_name="The Lantern")
    extraction = Extraction("https://lantern.example/h", "review", None, page, (review,))
    film = Identity("auto", {"wikidata": "Q90000001"}, frozenset({"wikidata"}), decided_by="person")
    return record_stage.build(extraction, (LinkedReview(review, film),))[0]


def test_a_record_of_the_record_stage_loses_nothing():
    kept = built(Rating(4, 5, "4 out of 5", "points", "printed", norm=80.0))
    document = to_document(kept.id, kept.document, kept.ledger)
    assert document is not None
    assert (document.title, document.alternate_titles, document.year) == ("Harrow Lane", ("Voie Harrow",), 2021)
    assert (document.directors, document.people) == (("Dara Rector",), ("Bo Li", "Di Fern"))
    assert (document.critic, document.site, document.site_name) == ("Ida Moss", "lantern.example", "The Lantern")
    assert (document.score_norm, document.score_raw) == (80, "4 out of 5")
    assert (document.categories, document.tags, document.genres) == (("Reviews",), ("slow burn",), ("drama",))
    assert set(document.channels) == {"digital", "festival"}
    assert (document.abstract, document.published) == ("Slow, and right.", "2021-08-20")
    assert (document.film_ids, document.film_link) == ({"wikidata": "Q90000001"}, "auto")


def test_a_verdict_in_words_takes_its_norm_from_the_ledger():
    kept = built(Rating("recommend", None, "Recommended", "verdict", norm=75.0))
    document = to_document(kept.id, kept.document, kept.ledger)
    assert document is not None
    assert (document.score_norm, document.score_raw, document.score_value) == (75.0, "Recommended", None)


def test_a_nested_record_reads_like_one_with_references():
    review = {
        "@type": "Review",
        "url": "https://www.lantern.example/x",
        "itemReviewed": {"@type": "Movie", "name": "Fog Harbour", "director": {"name": "Dara Rector"}},
        "author": {"@type": "Person", "name": "Ida Moss"},
    }
    document = to_document("ab", json.dumps(review).encode())
    assert document is not None
    assert (document.title, document.directors, document.critic) == ("Fog Harbour", ("Dara Rector",), "Ida Moss")
    assert document.site == "lantern.example"


def test_a_record_without_a_review_has_no_document():
    assert to_document("ab", b'{"@graph": [{"@type": "Person", "name": "Ida Moss"}]}') is None
    assert to_document("ab", b"[1, 2]") is None


def test_bytes_that_are_no_json_are_an_error_that_says_so():
    with pytest.raises(InputError, match="not JSON"):
        to_document("ab", b"{")


@pytest.mark.parametrize(
    ("value", "best", "norm"),
    [(4, 5, 80.0), (7, None, None), ("B", "A+", 75.0), (11, 10, None), (-1, 5, None), (True, 5, None),
     (math.inf, math.inf, None), (math.nan, 5, None), (1, 3, 33.3), ("3.5", "4", 87.5)],
)  # fmt: skip
def test_a_norm_is_given_only_on_a_known_scale(value, best, norm):
    assert normalised(value, best) == norm


def test_invisible_characters_and_endless_text_are_cut():
    assert clean("a\u202eb\u0000c\u2066d\ue000e\x1b[31m") == "abcde[31m"
    assert len(clean("x" * 2_000_000)) == 4_000
    assert clean("\ud800ok") == "ok"
    assert clean({"not": "text"}) == ""


def test_hostile_shapes_give_absence_not_errors():
    hostile = {
        "@graph": [
            {
                "@type": ["Review"],
                "itemReviewed": [[], 7, {"@id": 3}],
                "author": 5,
                "keywords": [None, {"name": []}, 7],
                "reviewRating": "5",
                "url": "http://[bad",
                "datePublished": {"x": 1},
            }
        ]
    }
    document = to_document("ab", json.dumps(hostile).encode())
    assert document is not None
    assert (document.title, document.critic, document.site, document.published) == (None, None, None, None)
