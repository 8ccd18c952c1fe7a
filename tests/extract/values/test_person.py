"""Names behind labels and beside cues: what is a name, where it ends, what the sentence added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.lexicon import load
from scraper.extract.values.person import names_at, nominatives, of_genitive, parse, people


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ida Ros and Jon Vale", ["Ida Ros", "Jon Vale"]),
        ("Ida Ros, Jon Vale & Ada Lind", ["Ida Ros", "Jon Vale", "Ada Lind"]),
        ("Ida Ros / Jon Vale", ["Ida Ros", "Jon Vale"]),
        ("Ida RosJon Vale", ["Ida Ros", "Jon Vale"]),
        ("Ida DiCarlo, Jon McVale", ["Ida DiCarlo", "Jon McVale"]),
        ("Ida Ros (*First Film*), Jon Vale (*Other*)", ["Ida Ros", "Jon Vale"]),
        ('Jon "Q" Vale', ['Jon "Q" Vale']),
        ("Jon VALE", ["Jon VALE"]),
        ("Robert Vale, Jr., Ida Ros", ["Robert Vale, Jr.", "Ida Ros"]),
        ("Dr. Ida Ros", ["Dr. Ida Ros"]),
        ("Herr Jon Vale", ["Jon Vale"]),
        ("Ida van der Ros", ["Ida van der Ros"]),
        ("Ida Ros u.a.", ["Ida Ros"]),
        ("J.J. Vale", ["J.J. Vale"]),
        ("宮田三郎、高山勲", ["宮田三郎", "高山勲"]),
        ("Ida Ros, Jonathan del Val. With the voices of some", ["Ida Ros", "Jonathan del Val"]),
        ("the film is long", []),
        ("96 minutes", []),
        ("", []),
    ],
)
def test_a_list_of_names_is_taken_apart(value: str, names: list[str]) -> None:
    assert parse(value, load(("de",))) == names


def test_characters_stay_with_their_actors() -> None:
    found = people("Ida Ros (Anna), Jon Vale as Bob, Ada Lind ... Cora", load(("en",)))
    assert [(one.name, one.character) for one in found] == [
        ("Ida Ros", "Anna"),
        ("Jon Vale", "Bob"),
        ("Ada Lind", "Cora"),
    ]


def test_names_behind_a_cue_end_with_the_names() -> None:
    text = "a film directed by Ida Ros and Jon Vale, who wrote it"
    end = text.index("directed by") + len("directed by")
    assert [one.value for one in names_at(text, end, "after", load(("en",)))] == ["Ida Ros", "Jon Vale"]


def test_a_possessive_before_a_cue_is_undone() -> None:
    text = "In Ida Ros's chiller"
    found = names_at(text, text.index(" chiller"), "before", load(("en",)))
    assert [one.value for one in found] == ["Ida Ros"]


def test_an_inflected_name_offers_its_nominative() -> None:
    assert nominatives("Jon Vales", load(("de",)))[0] == "Jon Vale"


@given(st.text(max_size=120), st.integers(0, 120), st.sampled_from(["after", "before"]))
def test_no_text_breaks_the_grammar_and_every_name_stands_where_it_says(text: str, pos: int, side: str) -> None:
    lexicon = load(("de",))
    for person in people(text, lexicon):
        assert text[person.start : person.end] == person.name
    for found in names_at(text, min(pos, len(text)), side, lexicon):
        assert text[found.start : found.end] == found.raw == found.value


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Jon Vales", "sv", "Jon Vale"),
        ("Johna Lee Hallocka", "cs", "John Lee Hallock"),
        ("Woody Alderin", "fi", "Woody Alder"),
        ("Ивана Валова", "ru", "Иван Валов"),
        ("Сергея Валова", "ru", "Сергей Валов"),
        ("Danny'ego Vale'a", "pl", "Danny Vale"),
        ("Γιώργου Βαλίδου", "el", "Γιώργος Βαλίδος"),
        ("Agnieszki Holm", "pl", None),
        ("Pawła Walickiego", "pl", "Paweł Walicki"),
        ("Κώστα Βάλη", "el", "Κώστας Βάλης"),
        ("Roberta Vlčka", "cs", "Robert Vlček"),
        # Marek's, or Mark's.
        ("Marka Vale'a", "pl", None),
    ],
)
def test_a_genitive_is_undone_where_it_can_be_told(name: str, language: str, expected: str | None) -> None:
    assert of_genitive(name, language) == expected


def test_a_second_credit_is_not_read_as_more_of_the_first() -> None:
    lexicon = load(("en",))
    text = "directed by Ada Wren and starring Bo Li, is a film"
    assert [found.value for found in names_at(text, len("directed by"), "after", lexicon)] == ["Ada Wren"]
