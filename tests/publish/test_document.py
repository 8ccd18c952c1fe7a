import json
import math

import pytest

from scraper.errors import InputError
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
