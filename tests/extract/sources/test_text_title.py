from __future__ import annotations

import pytest

from scraper.extract.sources import text_title
from tests.support.claimed import claims_of, claims_of_text, said


@pytest.mark.parametrize(
    ("language", "line", "title", "rule"),
    [
        ("pt", "Harrow Lane, França/Dinamarca, 2018", "Harrow Lane", "text_facts"),
        ("pl", '"Cicha ulica"; Polska 2016; dramat; 2 godziny; reżyseria: Jan Wal', "Cicha ulica", "text_facts"),
        (
            "nl",
            "date 2018-05 ●●●●● Nine Doors: Rechtbankdrama over twee zussen. Regie: Jon Vale",
            "Nine Doors",
            "text_rated_run",
        ),
        ("en", "HARROW LANE. 3 stars. Two sisters walk home. Written by Ida Ros.", "HARROW LANE", "text_caps_run"),
        ("sv", "De går hem i regnet hela natten… (Tysta gatan, 2013)", "Tysta gatan", "text_signed"),
        ("no", "«Stille gate» To søstre vender hjem.", "Stille gate", "text_quote_first"),
        ("no", "Mange kommer for å se «Stille gate» (15 år) i kveld.", "Stille gate", "text_quote_noted"),
        ("pt", "Dirigido por Jon Vale, o filme Harrow Lane estreia hoje.", "Harrow Lane", "text_film_named"),
        ("ar", 'شاهدت فيلم "شارع هادئ" أمس', "شارع هادئ", "text_film_quoted"),
        ("hu", "Vale Róbert Látogató című nagyjátékfilmje", "Látogató", "text_film_named"),
        ("en", "Lane follows two sisters home.", "Lane", "text_subject"),
        ("en", "Nine Doors, directed by Ida Ros, is cold.", "Nine Doors", "text_subject"),
        (
            "en",
            "After its premiere in May, Quiet Releasing's Nine Doors opens on Friday.",
            "Nine Doors",
            "text_subject",
        ),
    ],
)
def test_a_plain_text_names_its_film(language: str, line: str, title: str, rule: str) -> None:
    assert (title, f"prose.{rule}") in said(claims_of_text(text_title, line, language), "film_title")


@pytest.mark.parametrize(
    "line",
    [
        "The director Ida Ros walked in.",
        "His previous film Nine Doors was better.",
        "It recalls 2014's cold thriller Nine Doors and others.",
        "Two sisters walk home… (Ida Ros, 2013)",
        "Two sisters walk home… (USA, 2013)",
        "Written by Ida Ros, directed by Jon Vale.",
        "Movie Lists of the Month",
        "There is a film in every street.",
        "When Harrow follows her home, she runs.",
        "Music is what this film has.",
        "Fortunately, the film ends.",
        "“I never liked the man. He was cold,” she says.",
    ],
)
def test_other_films_people_and_quotations_are_no_title(line: str) -> None:
    assert said(claims_of_text(text_title, line), "film_title") == []


def test_markup_speaks_for_itself() -> None:
    assert claims_of(text_title, "<p>Nine Doors, directed by Ida Ros, is cold.</p>") == []
