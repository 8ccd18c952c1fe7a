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


def test_a_performance_in_another_film_is_told_by_its_own_rule_and_who_is_played_narrates_nothing() -> None:
    html = """<h1>Harrow Lane</h1><p>Nothing matches Ida Ros's performance in Nine Doors, and nobody tries.</p>
      <p>It opens with a narration by Lady Anna (Lea Brandt), who tells us of the lane.</p>"""
    found = said(claims_of(prose, html), "people")
    assert found == [(Credit("Ida Ros", "actor"), "credits.owner_elsewhere")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Drehbuch schrieb sie gemeinsam mit Jon Vale in nur drei Wochen.", "de"),
        ("Elle l'a imaginé en collaboration avec Jon Vale, dans un petit bureau.", "fr"),
        ("Het is samen met Jon Vale in de winter aan zee geschreven en gedraaid.", "nl"),
    ],
)
def test_together_with_somebody_is_no_cast(text: str, language: str) -> None:
    found = claims_of(prose, f"<h1>Harrow Lane</h1><p>{text}</p>", language=language)
    assert [claim for claim in found if claim.field == "people"] == []
