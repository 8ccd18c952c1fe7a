from __future__ import annotations

import pytest

from scraper.link.names import best, compare, people

TABLE = [
    ("Ada Pell", "Ada Pell", "equal"),
    ("Pell Ada", "Ada Pell", "equal"),
    ("Shindō Kaneto", "Kaneto Shindô", "equal"),
    ("Lee Chang-dong", "Chang-dong Lee", "equal"),
    ("Lee Chang Dong", "Lee Chang-dong", "equal"),
    ("George A Romer", "George A. Romer", "equal"),
    ("Lars von Pell", "Lars Pell", "equal"),
    ("D.W. Griff", "DW Griff", "equal"),
    ("Тарковский", "Tarkovskiy", "equal"),
    ("Robert J. Moss", "Robert Moss", "subset"),
    ("D.W. Griff", "David Wark Griff", "initials"),
    ("J. Moss", "Jane Moss", "initials"),
    ("Tom Reed, Jr.", "Tom Reed", "initials"),
    ("Fred Zinemann", "Fred Zinnemann", "similar"),
    ("Moss", "Ida Moss", "surname"),
    ("Moss Brothers", "Ida Moss", "surname"),
    ("The Moss Sisters", "Ida Moss", "surname"),
    ("Tom Reed Jr.", "Tom Reed Sr.", "none"),
    ("Tom Reed II", "Tom Reed III", "none"),
    ("Paul T. Anders", "Paul W.S. Anders", "none"),
    ("Paul Thomas Anders", "Paul W.S. Anders", "none"),
    ("Ida Moss", "Ada Moss", "none"),
    ("Jane Moss", "John Moss", "none"),
    ("Jan Lee", "Jon Lee", "none"),
]


@pytest.mark.parametrize(("one", "other", "agreement"), TABLE)
def test_names_are_compared_by_their_parts(one: str, other: str, agreement: str) -> None:
    assert compare(one, other) == agreement
    if "rothers" not in one and "isters" not in one:
        assert compare(other, one) == agreement


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Pell", ("Ada Pell",)),
        ("Ada and Noor Pell", ("Ada Pell", "Noor Pell")),
        ("Ada Pell and Noor Reed", ("Ada Pell", "Noor Reed")),
        ("Ada Pell, Noor Reed & Ida Moss", ("Ada Pell", "Noor Reed", "Ida Moss")),
        ("Tom Reed, Jr.", ("Tom Reed, Jr.",)),
    ],
)
def test_a_line_of_credits_is_split_into_names(line: str, names: tuple[str, ...]) -> None:
    assert people(line) == names


def test_the_closest_pair_counts() -> None:
    assert best(["Ida Moss", "Ada Pell"], ["Noor Reed", "A. Pell"]) == "initials"
    assert best([], ["Ada Pell"]) == "none"
