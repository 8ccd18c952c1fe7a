from __future__ import annotations

import pytest

from scraper.extract import extract
from scraper.extract.sources import makers
from tests.support.claimed import claims_of, claims_of_text, said


@pytest.mark.parametrize(
    ("language", "text", "name", "rule"),
    [
        ("en", "A cold farce by Ida Ros that ends well.", "Ida Ros", "director_of"),
        ("de", "Das Biopic von Jon Vale ist lang.", "Jon Vale", "director_of"),
        ("en", "It is Ida Ros's second cold drama.", "Ida Ros", "director_owner"),
        ("sv", "Nu kommer Ida Rosens film om gatan.", "Ida Rosen", "director_owner"),
        ("de", "Peter Valens Nachfolger ist lang.", "Peter Valen", "director_owner_lead"),
        ("en", "Peter Vale's 2015 festival winner is cold.", "Peter Vale", "director_owner_lead"),
        ("pl", 'Premiera "Cichej ulicy" Pawła Walickiego.', "Paweł Walicki", "director_genitive"),
        ("ru", "«Тихая улица» Ивана Валова выходит завтра.", "Иван Валов", "director_genitive"),
    ],
)
def test_a_film_s_maker_is_told_without_the_word_director(language: str, text: str, name: str, rule: str) -> None:
    assert (name, f"credits.{rule}") in said(claims_of_text(makers, text, language), "directors")


@pytest.mark.parametrize(
    "text",
    [
        "Here's Peter Vale's list of the week.",
        "“Peter Vale's winner”",
        "Peter Vale's novel tells of a street.",
        "Peter Vale is a man of the street.",
        "Nine Doors follows Peter Vale's last film job.",
        "Not to be confused with Peter Vale's Harrow Lane, the sequel.",
    ],
)
def test_owners_of_other_things_make_no_film(text: str) -> None:
    assert said(claims_of_text(makers, text), "directors") == []


def test_pages_with_markup_give_none() -> None:
    assert claims_of(makers, "<p>A cold farce by Ida Ros that ends well.</p>") == []


def directors(text: str) -> object:
    found = extract(text, headers={"content-type": "text/plain"}, assume="review")
    return found.reviews[0].value("directors")


def test_the_box_of_the_next_film_is_not_this_film_s() -> None:
    first = "Nine Doors\nRegi: Ida Ros\nTvå systrar går hem i regnet och ingen har väntat på dem."
    second = "Harrow Lane\nRegi: Jon Vale\nEn man går hem."
    assert directors(f"{first}\n{second}") == ("Ida Ros",)


def test_two_directors_of_one_box_stay_together() -> None:
    assert directors("Nine Doors\nDirector: Ida Ros\nDirector: Jon Vale\nRuntime: 96 min") == ("Ida Ros", "Jon Vale")


def test_a_quoted_title_and_by_name_the_director() -> None:
    assert directors('"Harrow Lane" di Ida Ros\nLa recensione di Jon Moss\nUn film sulla strada.') == ("Ida Ros",)


def test_hungarian_puts_the_director_before_the_title() -> None:
    assert directors("Vale Róbert Látogató című nagyjátékfilmje egy utcáról szól.") == ("Vale Róbert",)


def test_the_film_before_the_word_director_is_no_person() -> None:
    text = "Harrow Lane\nThe Last Ferry director Ida Ros comes back with a film about a street and its people."
    assert directors(text) == ("Ida Ros",)
