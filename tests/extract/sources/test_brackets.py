"""Actors in brackets."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.sources import brackets
from scraper.model import Credit


def people(text: str) -> list[tuple[str, str | None]]:
    found = [value for value, _ in said(claims_of(brackets, f"<h1>Harrow Lane</h1><p>{text}</p>"), "people")]
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Here comes Joy and with her Anna (Ida Ros, who is perfect in this part I must add).", ["Ida Ros"]),
        ("Anna meets her neighbour Anton (Jon Vale of Nine Doors fame), who just moved in.", ["Jon Vale"]),
        ("The wife Anna ( Lea Brandt, recently married ) goes away with the boats at dawn.", ["Lea Brandt"]),
        (
            "The hero Nezo (Lea Brandt as a child, Ida Ros as a woman) comes home at last, alone.",
            ["Lea Brandt", "Ida Ros"],
        ),
        ("The lawyer Hank (Jon Vale, Jr.) comes home to the lane, and nobody is waiting there.", ["Jon Vale, Jr."]),
        ("It recalls Rupert Rook (King of Laughter) and Travis Bell (Night Driver) far too often.", []),
        ("It was not the choice of director (Jon Vale) that sank this film but its sleepy script.", []),
        ("He is followed by his superior Anton (General Hammond) to the end of the world and back.", []),
        ("A film from the British (Excelsior Films) catalogue that nobody ever wanted to see again.", []),
        ("Then there is the one and only villain Anton (MR. VALE) in a suit two sizes too small.", []),
    ],
)
def test_what_is_said_of_an_actor_within_the_bracket_is_left_and_what_is_no_actor_is_none(
    text: str, expected: list[str]
) -> None:
    assert [name for name, _ in people(text)] == expected


def test_offices_in_brackets_say_what_the_name_before_them_did() -> None:
    text = "Jon Vale (réalisateur/scénariste) s'est inspiré d'une histoire (vraie, dit-on) de son village natal."
    found = said(claims_of(brackets, f"<h1>Harrow Lane</h1><p>{text}</p>", language="fr"), "people")
    assert found == [(Credit("Jon Vale", "writer"), "credits.paren_office")]
