"""Fixtures are made, replayed and corrected; what is not as expected is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from scraper.errors import InputError
from scraper.evaluate.fixtures import differences, judge_fixture, pairs, read_fixture, read_fixtures
from scraper.evaluate.table import tallies

PAGE = """<!doctype html><html lang="en"><title>About</title><body><h1>About this site</h1>
<p>We are three friends who write about the films we see.</p></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "about.html"
    path.write_text(PAGE)
    return path


def flat(*reviews: dict[str, Any], kind: str = "review") -> dict[str, Any]:
    return {"page_kind": kind, "reason": None, "page": {"headline": "H"}, "reviews": list(reviews)}


def test_a_fixture_is_made_replayed_and_accepted(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fixtures"
    url = "https://reviews.example/About.html?x=1"
    assert main(["fixture", "new", str(page), "--url", url, "--guards", 'a "trap"', "--folder", str(folder)]) == 0
    made = folder / "reviews.example" / "about"
    fixture = read_fixture(made, folder)
    assert (fixture.name, fixture.url, fixture.page.read_text()) == ("reviews.example/about", url, PAGE)
    assert fixture.expected["reviews"] == []
    assert main(["fixture", "rerun", "--folder", str(folder)]) == 0

    expected = dict(fixture.expected)
    expected["page_kind"] = "review"
    (made / "expected.json").write_text(json.dumps(expected))
    capsys.readouterr()
    assert main(["fixture", "rerun", str(made)]) == 1
    assert 'page_kind: expected "review", got "other"' in capsys.readouterr().out

    with (made / "meta.toml").open("a") as file:
        file.write('known_wrong = ["page_kind"]\n')
    assert main(["fixture", "rerun", str(made)]) == 0
    assert main(["fixture", "accept", str(made)]) == 0
    assert read_fixture(made, folder).expected["page_kind"] == "other"


def test_a_fixture_is_never_written_over(page: Path, tmp_path: Path) -> None:
    command = ["fixture", "new", str(page), "--url", "https://a.example/", "--folder", str(tmp_path / "f")]
    assert main(command) == 0
    assert main(command) == 2


def test_reviews_are_matched_by_title_and_the_rest_by_order() -> None:
    one, two, three = ({"film_title": name} for name in ("One", "Two", "Three"))
    assert pairs([one, two], [{"film_title": "TWO"}, three]) == [(one, three), (two, {"film_title": "TWO"})]
    assert pairs([one], []) == [(one, None)]
    assert pairs([], [one]) == [(None, one)]


@pytest.mark.parametrize(
    ("label", "given", "wrong"),
    [
        ({"score": {"value": 4, "best": 5, "scale": "printed"}}, {"score": {"value": 4, "best": 5, "scale": "usual"}},
         ["reviews[0].score"]),
        ({"score": None}, {"score": {"value": 4, "best": 5}}, ["reviews[0].score"]),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, ["reviews[0].tags"]),
        ({"people": [{"name": "Bo Li", "role": "actor", "character": "Ann"}]},
         {"people": [{"name": "Bo Li", "role": "actor", "character": None}]}, ["reviews[0].people"]),
        ({"availability": [{"date": "2021", "channel": "digital", "basis": "stated"}]},
         {"availability": [{"date": "2021", "channel": "digital", "basis": "relative"}]},
         ["reviews[0].availability"]),
        ({"film_title_alt": []}, {"film_title_alt": ["Other"]}, ["reviews[0].film_title_alt"]),
        ({"film_title": "A", "evidence": {"score": "5 of 5"}}, {"film_title": "A"}, ["reviews[0].score (evidence)"]),
    ],
)  # fmt: skip
def test_differences_name_the_field(label: dict[str, Any], given: dict[str, Any], wrong: list[str]) -> None:
    assert [one.field for one in differences(flat(label), flat(given), [{"score": "4 of 5"}])] == wrong


def test_a_review_too_many_and_one_too_few_are_named() -> None:
    assert [str(one) for one in differences(flat(kind="other"), flat({"film_title": "A"}, kind="other"))] == [
        'reviews[0]: expected null, got "A"'
    ]
    assert [one.field for one in differences(flat({"film_title": "A"}), flat())] == ["reviews[0]"]


def test_what_a_review_too_many_says_counts_as_wrong() -> None:
    sums = {
        row.field: row for row in tallies(judge_fixture(flat(kind="other"), flat({"film_title": "A", "tags": ["x"]})))
    }
    assert (sums["page_kind"].right, sums["film_title"].answered, sums["film_title"].right) == (0, 1, 0)
    assert (sums["tags"].answered, sums["tags"].stated) == (1, 0)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"expected.json": "{}", "meta.toml": ""}, "holds 0 pages"),
        ({"expected.json": "{", "meta.toml": "", "page.txt": ""}, "cannot be read"),
        ({"expected.json": "{}", "meta.toml": "=", "page.txt": ""}, "as TOML"),
    ],
)
def test_a_broken_fixture_is_named_with_its_file(tmp_path: Path, files: dict[str, str], words: str) -> None:
    folder = tmp_path / "a.example" / "x"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    with pytest.raises(InputError, match=words):
        read_fixtures(tmp_path)
