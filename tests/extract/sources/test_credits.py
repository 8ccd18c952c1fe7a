"""Directors in prose: whose film is under review, and who only made another one."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.sources import credits as prose
from scraper.model import Credit

FILLER = f"<p>{'The camera waits in the lane while the boats come in. ' * 4}</p>" * 8


def directors(html: str) -> list[object]:
    return list(dict.fromkeys(value for value, _ in said(claims_of(prose, html), "directors")))


@pytest.mark.parametrize(
    ("opening", "later", "expected"),
    [
        ("Director Ida Ros keeps her distance.", "It moved director Jon Vale to make a series.", ["Ida Ros"]),
        ("Director Ida Ros keeps her distance.", "Here director Ida Ros looks away.", ["Ida Ros"]),
        ("Director Ida Ros keeps her distance.", "The directors Ida Ros and Jon Vale agree.", ["Ida Ros", "Jon Vale"]),
        ("A quiet film about a lane.", "Here director Jon Vale looks away.", ["Jon Vale"]),
    ],
)
def test_a_director_further_down_is_of_another_film_when_the_opening_names_ours(
    opening: str, later: str, expected: list[str]
) -> None:
    assert directors(f"<h1>Harrow Lane</h1><p>{opening}</p>{FILLER}<p>{later}</p>") == expected


def people(text: str) -> list[tuple[str, str | None]]:
    found = [value for value, _ in said(claims_of(prose, f"<h1>Harrow Lane</h1><p>{text}</p>"), "people")]
    return [(one.name, one.character) for one in found if isinstance(one, Credit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The film follows Anna Bell (Ida Ros) from the shore to the hills.", [("Ida Ros", "Anna Bell")]),
        ("The film follows Anna Bell (\u00a0Ida Ros\u00a0) from the shore to the hills.", [("Ida Ros", "Anna Bell")]),
        ("He is alone for years. As Anna (Ida Ros) comes home the lane is gone.", [("Ida Ros", "Anna")]),
        ("It is a film about Dreams. Anna (Ida Ros) comes home and the lane is gone.", [("Ida Ros", "Anna")]),
        ("His first film was Harrow Lane (In Quiet Times), and it ran for a whole year.", []),
        ("The film follows Dr. Bell (Ida Ros) from the shore to the hills and back.", [("Ida Ros", "Dr. Bell")]),
    ],
)
def test_a_bracket_gives_the_actor_and_the_words_before_it_the_character(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert people(text) == expected
