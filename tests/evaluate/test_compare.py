"""The comparison rules, each on an example that would be judged wrongly without it."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.evaluate.compare import Judgement, judge, judge_absence, judge_page, judge_prose


def one(field: str, label: dict[str, Any], given: dict[str, Any] | None) -> tuple[int, int, int] | None:
    for found in judge(label, given):
        if found.field == field:
            return found.stated, found.answered, found.right
    return None


def score(value: float | str | None, best: float | str | None = None) -> dict[str, Any]:
    return {"score": {"value": value, "best": best, "raw": "as printed"}}


@pytest.mark.parametrize(
    ("field", "label", "given", "counts"),
    [
        ("film_title", {"film_title": "Harrow Lane"}, {"film_title": "“HARROW  LANE”."}, (1, 1, 1)),
        ("film_title", {"film_title": "Harrow Lane", "film_title_alt": ["Voie Harrow"]},
         {"film_title": "Voie Harrow"}, (1, 1, 1)),
        ("film_title", {"film_title": "Harrow Lane"}, {"film_title": "Harrow Lane review"}, (1, 1, 0)),
        ("film_title", {"film_title": "Harrow Lane"}, None, (1, 0, 0)),
        ("film_year", {"film_year": None}, {"film_year": 2021}, (0, 1, 0)),
        ("film_year", {"film_year": 2021}, {"film_year": 2021}, (1, 1, 1)),
        ("film_year", {}, {"film_year": 2021}, None),
        ("directors", {"directors": ["Ada Wren", "Élise Roy"]}, {"directors": ["Elise Roy", "Ada Wren"]}, (1, 1, 1)),
        ("directors", {"directors": ["Ada Wren", "Élise Roy"]}, {"directors": ["Ada Wren"]}, (1, 1, 0)),
        ("directors", {"directors": []}, {"directors": ["Ada Wren"]}, (0, 1, 0)),
        ("directors", {"directors": ["Ada Wren"], "directors_weak": True}, {"directors": []}, None),
        ("directors", {"directors": ["Ada Wren"], "directors_weak": True}, {"directors": ["Bo Li"]}, (1, 1, 0)),
        ("score", score(4.0, 5.0), score(4, 5), (1, 1, 1)),
        ("score", score(4.0, 5.0), score(4, None), (1, 1, 0)),
        ("score", score(4.0, None), score(4, 5), (1, 1, 1)),
        ("score", score("A-", "A+"), score("A−", "A+"), (1, 1, 1)),
        ("score", score("A-", "A+"), score("A", "A+"), (1, 1, 0)),
        ("score", {"score": None}, score(None), (0, 0, 0)),
        ("score", {"score": None}, score("skip"), (0, 1, 0)),
        ("score", score(None), score(4, 5), None),
        ("score", {**score(4, 5), "score_secondary": {"value": 3.0, "best": 5.0}}, score(3, 5), (1, 1, 1)),
        ("reviewer", {"reviewer": "Ida Moss"}, {"reviewer": "ida moss"}, (1, 1, 1)),
        ("published", {"published": "2021-08-24"}, {"published": "2021-08-24T10:00:00Z"}, (1, 1, 1)),
        ("published", {"published": "2021-08-24", "published_alt": "2021-08-25"}, {"published": "2021-08-25"},
         (1, 1, 1)),
        ("published", {"published": "2021-08"}, {"published": "2021-08-24"}, (1, 1, 0)),
        ("tags", {"tags": ["Drama", "War"]}, {"tags": ["war", "Peace", "WAR"]}, (2, 2, 1)),
        ("categories", {"categories": []}, {"categories": ["Reviews"]}, (0, 1, 0)),
        ("people", {"people": [{"name": "Bo Li", "role": "actor"}]},
         {"people": [{"name": "Bo Li", "role": "writer"}, {"name": "Un Listed", "role": "actor"}]}, (1, 1, 0)),
        ("people", {"people": [{"name": "Bo Li", "role": "actor"}], "complete": ["people"]},
         {"people": [{"name": "Bo Li", "role": "actor"}, {"name": "Un Listed", "role": "actor"}]}, (1, 2, 1)),
    ],
)  # fmt: skip
def test_each_rule_counts_as_the_labelled_sets_say(
    field: str, label: dict[str, Any], given: dict[str, Any] | None, counts: tuple[int, int, int] | None
) -> None:
    assert one(field, label, given) == counts


def entry(date: str | None, channel: str) -> dict[str, Any]:
    return {"date": date, "channel": channel}


@pytest.mark.parametrize(
    ("label", "given", "right"),
    [
        ([entry("--04-12", "digital")], [entry("2021-04-12", "digital")], 1),
        ([entry("2021-04-12", "digital")], [entry("--04-12", "digital")], 0),
        ([entry(None, "digital")], [entry("2021-04-12", "digital")], 1),
        ([entry("2021-04-12", "digital")], [entry("2021-04-12", "physical")], 0),
        ([entry(None, "digital"), entry("2021-04-12", "digital")], [entry("2021-04-12", "digital")], 1),
        ([entry(None, "digital"), entry("2021-04-12", "digital")],
         [entry("2021-04-12", "digital"), entry("2022", "digital")], 2),
    ],
)  # fmt: skip
def test_an_availability_entry_agrees_as_far_as_the_label_gives_it(
    label: list[dict[str, Any]], given: list[dict[str, Any]], right: int
) -> None:
    assert one("availability", {"availability": label}, {"availability": given}) == (len(label), len(given), right)


def test_page_facts_count_as_whole_sets() -> None:
    label = {"title": "A Quiet Page", "authors": ["Ida Moss", "Bo Li"], "published": None, "tags": []}
    page = {"headline": "A quiet page", "authors": ["Ida Moss"], "published": "2021-01-01", "tags": []}
    assert [(j.field, j.stated, j.answered, j.right) for j in judge_page(label, page)] == [
        ("headline", 1, 1, 1),
        ("authors", 1, 1, 0),
        ("published", 0, 1, 0),
        ("tags", 0, 0, 0),
    ]


@pytest.mark.parametrize(
    ("rating", "given", "expected"),
    [
        (8, {"value": 4, "norm": 80}, [("score_within_1", 1), ("score_within_half", 1)]),
        (7, {"value": 4, "norm": 80}, [("score_within_1", 1), ("score_within_half", 0)]),
        (6, {"value": 4, "norm": 80}, [("score_within_1", 0), ("score_within_half", 0)]),
        (7, {"value": 7, "norm": None}, [("score_within_1", 1), ("score_within_half", 1)]),
        (None, {"value": 7, "norm": 70}, [("no_score", 0)]),
        (None, {"value": None, "norm": None}, [("no_score", 1)]),
        (None, None, [("no_score", 1)]),
    ],
)
def test_prose_scores_are_compared_in_points_of_ten(
    rating: float | None, given: dict[str, Any] | None, expected: list[tuple[str, int]]
) -> None:
    found = judge_prose(rating, {"score": given})
    assert [(j.field, j.right) for j in found] == expected


def test_a_review_given_for_a_page_that_is_none_is_an_error() -> None:
    assert judge_absence([])[0].right == 1
    assert judge_absence([{"film_title": "Harrow Lane"}])[0].right == 0


def test_a_missed_value_is_told_from_a_correct_silence() -> None:
    assert Judgement("tags", 0, 0, 0).missed is False
    assert Judgement("tags", 1, 0, 0).missed is True
    assert Judgement("tags", 0, 1, 0).missed is True
