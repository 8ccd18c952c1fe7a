"""Which line of a plain text names the film."""

from __future__ import annotations

import pytest

from scraper.extract.block import Block
from scraper.extract.lexicon import load
from scraper.extract.opening import opening_line
from scraper.extract.parse import parse_text

PROSE = "Two sisters walk home through the rain and find that nobody has waited for them at all."


def opening(text: str, language: str = "en") -> tuple[str | None, str]:
    page = parse_text(text)
    line, grade = opening_line(Block(0, page, page.lines, language), load((language,)))
    return (None if line is None else line.text), grade


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("en", f"Nine Doors\n{PROSE}", "Nine Doors"),
        ("pt", "Nine Doors\nEUA, 2017\nDrama/Comédia, 98 minutos\nDe Jon Vale", "Nine Doors"),
        ("es", f"Tag Archives: Ida Ros\nLa calle muda\n27 Feb\n{PROSE}", "La calle muda"),
        ("da", f"Seneste anmeldelser\nStille gade\n{PROSE}", "Stille gade"),
        ("en", f"Monday, Jan 27th\nNine Doors\n{PROSE}", "Nine Doors"),
        ("en", f"By Ida Moss, Jon Vale\nNine Doors\n{PROSE}", "Nine Doors"),
        ("hu", f"Csendes utca 3.\n{PROSE}", "Csendes utca 3."),
        ("en", f"date 2021-05-01 Nine Doors\n{PROSE}", "date 2021-05-01 Nine Doors"),
    ],
)
def test_a_line_that_stands_like_a_heading_names_the_film(language: str, text: str, line: str) -> None:
    found, grade = opening(text, language)
    assert found == line
    assert grade in {"stood", "headline"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", f"Dez filmes surpreendentes de 2019\n{PROSE}"),
        ("fi", f"Teema klo 21.00\n{PROSE}"),
        ("en", f"6\n{PROSE}"),
        ("fr", f"Film américain\n{PROSE}"),
        ("en", f"Movie Reviews October 4 2019\n{PROSE}"),
        ("en", f"US DVD Releases\n{PROSE}"),
        ("en", f"Must watch\n{PROSE}"),
        ("en", f"3 Comments / Drama, New Releases\n{PROSE}"),
        ("en", f"Drama Reviews\n{PROSE}"),
        ("en", f"Released 1957\n{PROSE}"),
        ("en", f"Skip to content\n{PROSE}"),
        ("en", f"Categories Reviews\n{PROSE}"),
        ("en", f"April 8, 2026 · Jon Moss\n{PROSE}"),
        ("en", f"Director:\nIda Ros\n{PROSE}"),
    ],
)
def test_lists_clocks_figures_genres_and_words_of_the_site_name_no_film(language: str, text: str) -> None:
    assert opening(text, language)[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "Nine Doors\nHarrow Lane\nQuiet Street\nPoor Weather",
        f"{PROSE}\nIda Moss\n{PROSE}",
        f"Why nobody went to see it\n{PROSE}",
        f"Giving a review no stars at all\n{PROSE}",
    ],
)
def test_a_list_a_name_or_a_sentence_is_only_faint(text: str) -> None:
    assert opening(text)[1] == "faint"


def test_a_sentence_with_another_film_s_year_is_no_headline() -> None:
    text = f"Stille Gasse\n{PROSE}\nMan denkt dabei unweigerlich auch an Harrow Lane (1984)."
    assert opening(text, "de")[0] == "Stille Gasse"
