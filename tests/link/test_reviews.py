"""Reviews read together with the catalogue: films, people, runner-ups."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping

import pytest

from scraper.link import link_reviews
from scraper.link.catalogue import Catalogue
from scraper.link.linker import Linker
from scraper.model import Answer, Claim, Credit, Extraction, Locator, PageFacts, Review, WeighedClaim

Make = Callable[[list[dict[str, object]]], Catalogue]

FILMS: list[dict[str, object]] = [
    {
        "id": "Q101",
        "imdb": "tt0000001",
        "title": "Harrow Lane",
        "year": 1998,
        "directors": ["Ada Pell", "Tom Reed Sr."],
    },
    {"id": "Q102", "imdb": "tt0000002", "title": "The Salt Road", "year": 2001, "directors": ["Noor Reed"]},
    *({"id": f"Q{200 + n}", "title": f"Mill {n}", "year": 1920 + n % 100} for n in range(300)),
]


def answer(value: object, *losers: object, field: str = "film_title") -> Answer:
    claims = [WeighedClaim(claim(field, value), 5.0, won=True)]
    claims += [WeighedClaim(claim(field, item), 3.0, won=False) for item in losers]
    return Answer(value, "conflict" if losers else "single", 0.8, claims=tuple(claims))


def claim(field: str, value: object) -> Claim:
    return Claim(field, value, str(value), "headline", "headline.quoted", Locator("text", 10, 20))


def page(answers: Mapping[str, Answer], mentions: Mapping[str, str] | None = None) -> Extraction:
    review = Review("https://lantern.example/a#review", "https://lantern.example/a", answers, mentions=mentions or {})
    return Extraction("https://lantern.example/a", "review", None, PageFacts(), (review,))


@pytest.fixture
def linker(make: Make) -> Linker:
    return Linker(make(FILMS).path)


def test_a_review_is_linked_by_title_and_director(linker: Linker) -> None:
    (linked,) = link_reviews(page({"film_title": answer("Harrow Lane"), "directors": answer(("Ada Pell",))}), linker)
    assert (linked.film.band, linked.film.ids["wikidata"]) == ("auto", "Q101")
    assert linked.review.value("film_title") == "Harrow Lane"


def test_a_runner_up_title_that_fits_a_film_is_taken_and_says_so(linker: Linker) -> None:
    extraction = page({
        "film_title": answer("Ida walks down Harrow Lane", "Harrow Lane"),
        "directors": answer(("Ada Pell",), field="directors"),
    })  # fmt: skip
    (linked,) = link_reviews(extraction, linker)
    taken = linked.review.answers["film_title"]
    assert (linked.film.band, taken.value) == ("auto", "Harrow Lane")
    assert [(item.source, item.start) for item in taken.evidence] == [("catalogue", 10)]
    assert [item.claim.value for item in taken.claims if item.won] == ["Ida walks down Harrow Lane"]
    assert any("source: catalogue" in reason for reason in linked.film.reasons)


def test_a_runner_up_that_nothing_else_supports_is_left(linker: Linker) -> None:
    extraction = page({"film_title": answer("Ida walks down Harrow Lane", "Harrow Lane")})
    (linked,) = link_reviews(extraction, linker)
    assert linked.film.band != "auto"
    assert linked.review is extraction.reviews[0]


def test_a_runner_up_year_needs_title_and_director(linker: Linker) -> None:
    answers = {"film_title": answer("The Salt Road"), "film_year": answer(1961, 2001, field="film_year")}
    (alone,) = link_reviews(page(answers), linker)
    assert alone.film.band == "ask"
    (linked,) = link_reviews(page(answers | {"directors": answer(("Noor Reed",), field="directors")}), linker)
    assert (linked.film.ids["wikidata"], linked.review.value("film_year")) == ("Q102", 2001)


def test_runner_ups_that_lead_to_two_films_settle_none(linker: Linker) -> None:
    extraction = page({
        "film_title": answer("Two walks", "Harrow Lane", "The Salt Road"),
        "directors": answer(("Ada Pell", "Noor Reed"), field="directors"),
    })  # fmt: skip
    (linked,) = link_reviews(extraction, linker)
    assert linked.film.band != "auto"


def test_the_pages_own_reading_is_not_touched_where_it_settles_the_film(linker: Linker) -> None:
    extraction = page({
        "film_title": answer("Harrow Lane", "The Salt Road"),
        "film_year": answer(1998, 2001, field="film_year"),
    })  # fmt: skip
    (linked,) = link_reviews(extraction, linker)
    assert linked.review is extraction.reviews[0]
    assert linked.film.ids["wikidata"] == "Q101"


def test_a_page_without_a_film_is_nil(linker: Linker) -> None:
    (linked,) = link_reviews(page({}), linker)
    assert linked.film.band == "nil"


def test_a_linker_can_be_sent_to_another_process(linker: Linker) -> None:
    again = pickle.loads(pickle.dumps(linker))  # noqa: S301 - our own bytes
    assert again.link.__self__ is again
    again.catalogue.close()


def test_a_person_without_an_id_in_the_credits_is_not_linked(linker: Linker) -> None:
    answers = {"film_title": answer("Harrow Lane"), "directors": answer(("Ada Pell",)),
               "people": answer((Credit("Ada Pell", "writer"),))}  # fmt: skip
    (linked,) = link_reviews(page(answers), linker)
    assert dict(linked.people) == {}


def test_a_director_named_too_weakly_is_taken_where_the_film_confirms_it(linker: Linker) -> None:
    weak = Answer((), "absent", 0.0, claims=(WeighedClaim(claim("directors", "Noor Reed"), 0.5, won=False),))
    (linked,) = link_reviews(page({"film_title": answer("The Salt Road"), "directors": weak}), linker)
    assert (linked.film.band, linked.review.many("directors")) == ("auto", ("Noor Reed",))
    assert [item.source for item in linked.review.answers["directors"].evidence] == ["catalogue"]


@pytest.mark.parametrize("name", ["Ida Moss", "Noor Reed Jr.", "Noor Reed\nLa"])
def test_a_weak_director_who_is_not_the_films_is_left(linker: Linker, name: str) -> None:
    weak = Answer((), "absent", 0.0, claims=(WeighedClaim(claim("directors", name), 0.5, won=False),))
    (linked,) = link_reviews(page({"film_title": answer("The Salt Road"), "directors": weak}), linker)
    assert linked.film.band != "auto"
    assert linked.review.many("directors") == ()


def test_a_page_that_names_directors_of_two_films_settles_neither(linker: Linker) -> None:
    extraction = page({
        "film_title": answer(None, "The Salt Road"),
        "directors": answer(("Ida Moss", "Noor Reed"), field="directors"),
    })  # fmt: skip
    (linked,) = link_reviews(extraction, linker)
    assert linked.film.band != "auto"


def test_an_imdb_id_is_published_when_the_page_states_it(linker: Linker) -> None:
    answers = {"film_title": answer("Harrow Lane"), "directors": answer(("Ada Pell",))}
    (unsaid,) = link_reviews(page(answers), linker)
    (stated,) = link_reviews(page(answers, {"imdb": "tt0000001"}), linker)
    (other,) = link_reviews(page(answers, {"tmdb": "99"}), linker)
    assert [linked.film.ids["imdb"] for linked in (unsaid, stated, other)] == ["tt0000001"] * 3
    assert [sorted(linked.film.publishable) for linked in (unsaid, stated, other)] == [
        ["wikidata"], ["imdb", "wikidata"], ["wikidata"],
    ]  # fmt: skip
