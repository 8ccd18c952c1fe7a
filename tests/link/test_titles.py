from __future__ import annotations

import pytest

from scraper.link.titles import base, listed, same_articles, title, turned, variants

SAME = [
    ("Thing, The", "The Thing"),
    ("Thing", "The Thing"),
    ("Femme Douce, Une", "Une femme douce"),
    ("Âge d'Or, L'", "L'age d'or"),
    ("8½", "8 1/2"),
    ("WALL·E", "Wall-E"),
    ("WALL·E", "Walle"),
    ("Cries & Whispers", "Cries and Whispers"),
    ("Rocky II", "Rocky 2"),
    ("Part Two", "Part II"),
    ("Three Women", "3 Women"),
    ("Mission: Impossible", "Mission Impossible"),
    ("Texas Chain Saw", "Texas Chainsaw"),
    ("Theatre of Blood", "Theater of Blood"),
    ("Young Mr Lincoln", "Young Mr. Lincoln"),
    ("Łódź", "Lodz"),
    ("Солярис", "Solyaris"),
    ("A.I.", "AI"),
    ("Goodbye", "Good-bye"),
]
DIFFERENT = [
    ("Rocky", "Rocky II"),
    ("Malcolm X", "Malcolm"),
    ("X", "Ten"),
    ("1917", "1918"),
    ("Face", "Face/Off"),
    ("One", "1"),
    ("I", "The"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_title_in_two_spellings_has_one_key(one: str, other: str) -> None:
    assert title(one).key == title(other).key


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_titles_have_two_keys(one: str, other: str) -> None:
    assert title(one).key != title(other).key


@pytest.mark.parametrize("text", ["1917", "2012", "300", "!!!", "…", "M", "?"])
def test_a_title_of_digits_or_signs_still_has_a_key(text: str) -> None:
    assert title(text).key


def test_a_german_article_is_not_taken_for_none() -> None:
    assert title("Die Hard").key == title("Hard").key
    assert not same_articles(title("Die Hard"), title("Hard"))
    assert same_articles(title("The Gift"), title("Gift"))


def test_umlauts_are_filed_spelled_out_too() -> None:
    assert title("Fuenf Tueren").key in variants("Fünf Türen")
    assert title("Funf Turen").key in variants("Fünf Türen")


@pytest.mark.parametrize(
    ("text", "names", "year"),
    [
        ("Harrow Lane, The (a.k.a. Nine Doors) (1995)", ("The Harrow Lane", "Nine Doors"), 1995),
        ("Harrow Lane (1995)", ("Harrow Lane",), 1995),
        ("Harrow Lane [1995]", ("Harrow Lane",), 1995),
        ("Harrow Lane AKA Nine Doors", ("Harrow Lane", "Nine Doors"), None),
        ("1984 (1984)", ("1984",), 1984),
        ("2012", ("2012",), None),
        ("(nostalgia)", ("(nostalgia)",), None),
        ("(500) Lanes of Harrow", ("(500) Lanes of Harrow",), None),
        ("Harrow Lane (Part 2)", ("Harrow Lane (Part 2)",), None),
        ("Harrow Lane (II)", ("Harrow Lane (II)",), None),
        ("Harrow Lane (Director's Cut)", ("Harrow Lane (Director's Cut)",), None),
        ("Ferry, The (Barca, La) (1995)", ("The Ferry", "La Barca", "Ferry, The (Barca, La)"), 1995),
        ("Harrow Lane (Ada Pell, 1995)", ("Harrow Lane",), 1995),
    ],
)
def test_a_listed_title_is_taken_apart(text: str, names: tuple[str, ...], year: int | None) -> None:
    assert (listed(text).names, listed(text).year) == (names, year)


def test_only_an_article_is_turned_to_the_front() -> None:
    assert turned("Lane, Ida") == "Lane, Ida"
    assert turned("Harrow Lane, the") == "the Harrow Lane"


def test_a_subtitle_is_split_off_at_a_colon_or_a_spaced_dash() -> None:
    assert base("Anchor: The Legend") == base("Anchor - The Legend") == ("Anchor", "The Legend")
    assert base("Cul-de-sac") is None
