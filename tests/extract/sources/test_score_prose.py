"""Whose score is claimed from a text, from where, and when nothing is said."""

from __future__ import annotations

import pytest

from scraper.extract.block import NO_SITE, Block, Site
from scraper.extract.lexicon import load
from scraper.extract.parse import parse_text
from scraper.extract.resolve import resolve
from scraper.extract.sources.score_prose import claims
from scraper.model import Claim, Rating

_PROSE = "The harbour scenes are patient and exact, and the last act earns its silence without a single raised voice."


def said(text: str, language: str = "en", site: Site = NO_SITE) -> list[Claim]:
    page = parse_text(text, None)
    return list(claims(Block(0, page, list(page.lines), language), load((language,)), site))


def answer(text: str, language: str = "en", site: Site = NO_SITE) -> tuple[object, object] | None:
    page = parse_text(text, None)
    found = list(claims(Block(0, page, list(page.lines), language), load((language,)), site))
    value = resolve("score", found, page.text).value
    return (value.value, value.best) if isinstance(value, Rating) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Harrow Lane\n{_PROSE}\nFinal Score: 4 out of 5.", (4, 5)),
        (f"Harrow Lane (B+)\n{_PROSE}", ("B+", "A+")),
        (f"HARROW LANE ***½\n{_PROSE}", (3.5, None)),
        (f"Harrow Lane\n***\n{_PROSE}", (3, None)),
        (f"Harrow Lane\n{_PROSE} I give it 8 stars.", (8, None)),
        (f"Harrow Lane\n{_PROSE} 7/10.", (7, 10)),
        (f"Harrow Lane\n{_PROSE} I give it three out of five.", (3, 5)),
        (f"Harrow Lane\n{_PROSE}\nIda's Movie Grade: A-", ("A-", "A+")),
        (f"Harrow Lane\nRating\n8/10\n{_PROSE}", (8, 10)),
        (f"Harrow Lane\nActing: 9/10\nMusic: 8/10\nOverall: 7/10\n{_PROSE}", (7, 10)),
        (f"Harrow Lane\nIMDb: 7.4/10\nMy rating: 6/10\n{_PROSE}", (6, 10)),
    ],
)
def test_the_critics_own_score_is_answered(text: str, expected: tuple[object, object]) -> None:
    assert answer(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"Harrow Lane\nRating: PG-13\n{_PROSE}",
        f"Harrow Lane\nIMDb: 7.4/10\n{_PROSE}",
        f"Harrow Lane\n{_PROSE} It would have been a 10/10 with a better end.",
        f"Harrow Lane\n{_PROSE} Three quarters of the film, 3/4 of it, is rain.",
        f"Harrow Lane\n{_PROSE} Two friends, open 24/7, since 9/11.",
        f"Harrow Lane\nTags: 4 stars, 2010s\n{_PROSE}",
        f"Harrow Lane\n*** Spoilers follow ***\n{_PROSE}",
        f"Harrow Lane\n{_PROSE}\n***\n{_PROSE}",
    ],
)
def test_what_is_not_the_critics_verdict_is_no_answer(text: str) -> None:
    assert answer(text) is None


def test_a_legend_is_read_for_its_scale_and_left_alone() -> None:
    legend = "***** Superb **** Good *** Fair ** Poor * Bad"
    marks = [claim.marks for claim in said(f"Harrow Lane\n{_PROSE}\n{legend}")]
    assert marks
    assert all("legend" in mark for mark in marks)


def test_the_sites_usual_best_completes_a_bare_run_and_says_so() -> None:
    found = said(f"Harrow Lane\n{_PROSE}\n★★★", site=Site(best=4))
    (claim,) = [one for one in found if one.rule.startswith("score.alone")]
    assert isinstance(claim.value, Rating)
    assert (claim.value.best, claim.value.scale, claim.value.norm) == (4, "site", 75.0)


def test_a_claim_stands_where_it_says() -> None:
    text = f"Harrow Lane\n{_PROSE}\nFinal Score: 4 out of 5."
    for claim in said(text):
        assert text[claim.locator.start : claim.locator.end] == claim.raw


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Bewertung: 7,5 von 10 Punkten", (7.5, 10)),
        ("fr", "Ma note : 11/20", (11, 20)),
        ("it", "Voto: 8.", (8, None)),
        ("sv", "Filmen får en 2:a i betyg", (2, None)),
        ("no", "Terningkast 4", (4, 6)),
        ("cs", "Hodnocení: 80%", (80, 100)),
        ("ru", "Ставлю 5 звёзд!", (5, None)),
        ("ko", "별점 : ★★☆☆☆", (2, 5)),
        ("tr", "Puan : 100 / 76", (76, 100)),
    ],
)
def test_scores_of_other_languages_are_read(language: str, text: str, expected: tuple[object, object]) -> None:
    assert answer(f"Harrow Lane\n{text}", language) == expected


def test_a_word_of_the_films_title_is_no_criterion() -> None:
    assert answer(f"Harrow Lane: A Love Story – 8/10\n{_PROSE}") == (8, 10)
