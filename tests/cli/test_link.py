"""`scrape catalogue`, `scrape link` and `scrape decide` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scraper import cli, link
from scraper.cli import _verbs

ROOT = Path(__file__).resolve().parents[2]
DUMP = ROOT / "fixtures" / "catalogue" / "wikidata.json"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Nine Doors (2022) Review</title></head><body><article>
<h1>Nine Doors (2022) Review</h1><p>By Ida Moss</p><dl><dt>Director</dt><dd>Konrad Weil</dd></dl>
<p>Nine Doors was directed by Konrad Weil and it is a thriller about a house and eleven of its rooms.</p>
<p>The cast is good, the cinematography is better, and the film knows when to be quiet.</p>
<p>Rating: 3.5/5</p></article></body></html>"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SCRAPE_PROJECT", raising=False)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "scraper.toml").write_text('contact = "mailto:test@lantern.example"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = cli.main(list(args))
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.fixture
def catalogue(project: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    code, out, _ = run(capsys, "catalogue", "build", "--from", "wikidata-dump", str(DUMP))
    assert (code, out.split(":")[0]) == (0, str(project / "output" / "catalogue.sqlite"))
    return project / "output" / "catalogue.sqlite"


def mentions(project: Path, *rows: object) -> str:
    path = project / "mentions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_verbs_are_found() -> None:
    assert {"catalogue", "link", "decide"} <= set(_verbs.names())


def test_a_list_is_linked_line_by_line_in_order(project, catalogue, capsys) -> None:
    rows = [
        {"title": "Nine Doors", "year": 2022, "directors": ["Konrad Weil"]},
        "Harrow Lane",
        "Nine Doors (1971)",
        "Ebb",
    ]
    code, out, _ = run(capsys, "link", "--mentions", mentions(project, *rows))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["input"] for answer in answers] == rows
    assert [answer["band"] for answer in answers] == ["auto", "ask", "auto", "nil"]
    assert answers[0]["film"] == {
        "wikidata": "Q900000004", "imdb": "tt99000004", "tmdb": "990004", "title": "Nine Doors", "year": 2022,
    }  # fmt: skip
    assert answers[1]["film"] is None
    assert len(answers[1]["candidates"]) == 2
    assert set(answers[1]) == {"input", "band", "film", "score", "reasons", "candidates"}


def test_a_bad_line_is_answered_in_its_place(project, catalogue, capsys) -> None:
    path = mentions(project, {"title": "Kiln", "year": "soon"}, {"name": "Kiln"}, 7, "Brittle (1998)")
    with Path(path).open("a") as file:
        file.write("{half\n\n")
    code, out, _ = run(capsys, "link", "--mentions", path)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [answer["band"] for answer in answers] == ["nil", "nil", "nil", "auto", "nil"]
    assert ["error" in answer for answer in answers] == [True, True, True, False, True]


def test_half_a_surrogate_pair_and_numbers_that_are_none_are_answered(project, catalogue, capsys) -> None:
    path = project / "odd.jsonl"
    odd = [
        '{"title": "\\ud800", "imdb": "\\ud800", "directors": ["\\ud800"]}',
        "1e999",
        '{"title": "Kiln", "runtime": NaN}',
    ]
    path.write_text(
        "\n".join([*odd, '{"title": "Brittle", "year": "1998-05-02"}', '{"title": "Brittle", "year": 1998.0}'])
    )
    code, out, _ = run(capsys, "link", "--mentions", str(path))
    answers = [json.loads(line, parse_constant=pytest.fail) for line in out.splitlines()]
    assert (code, [answer["band"] for answer in answers]) == (1, ["nil", "nil", "nil", "auto", "auto"])


def test_a_list_or_catalogue_that_is_not_there_is_named(project, capsys) -> None:
    code, _, err = run(capsys, "link", "--mentions", "none.jsonl")
    assert (code, "scrape catalogue build" in err, err.count("\n")) == (2, True, 1)
    run(capsys, "catalogue", "build", "--from", "wikidata-dump", str(DUMP))
    code, _, err = run(capsys, "link", "--mentions", "none.jsonl")
    assert (code, "none.jsonl" in err, err.count("\n")) == (1, True, 1)


def test_help_says_how_to_build_from_a_list_of_ones_own(capsys) -> None:
    code, out, _ = run(capsys, "catalogue", "build", "--help")
    assert code == 0
    assert "--from jsonl FILE" in out
    assert '"directors": ["Ada Pell"]' in out


def test_info_and_lookup(project, catalogue, capsys) -> None:
    assert "30" in run(capsys, "catalogue", "info")[1]
    code, out, _ = run(capsys, "catalogue", "lookup", "Kiln", "--year", "2022", "--director", "Naoko Abe")
    assert (code, out.split(":")[0]) == (0, "auto Kiln (2022) wikidata")
    code, _, err = run(capsys, "catalogue", "lookup", "Kiln", "--year", "soon")
    assert (code, "year" in err) == (2, True)


def test_a_page_is_linked_where_the_project_has_a_catalogue(project, catalogue, capsys) -> None:
    (project / "page.html").write_text(PAGE, encoding="utf-8")
    flat = json.loads(run(capsys, "page.html", "--format", "json")[1])
    assert (flat["reviews"][0]["film_link"], flat["reviews"][0]["film_ids"]["wikidata"]) == ("auto", "Q900000004")
    graph = json.loads(run(capsys, "page.html")[1])["@graph"]
    assert any(node["@id"] == "http://www.wikidata.org/entity/Q900000004" for node in graph)
    out = run(capsys, "page.html", "--explain", "--field", "film")[1]
    assert "auto Nine Doors (2022)" in out
    assert "director equal" in out


def test_a_page_is_not_linked_where_there_is_no_catalogue(project, capsys) -> None:
    (project / "page.html").write_text(PAGE, encoding="utf-8")
    flat = json.loads(run(capsys, "page.html", "--format", "json")[1])
    assert flat["reviews"][0]["film_link"] is None


def test_a_decision_is_listed_made_kept_through_a_rebuild_and_undone(project, catalogue, capsys) -> None:
    path = mentions(project, "Harrow Lane")
    out = run(capsys, "decide", "--mentions", path)[1]
    key = out.split()[0]
    assert out.splitlines()[-1] == "1 undecided"
    assert run(capsys, "decide", key, "--accept", "Q900000003", "--mentions", path)[0] == 0
    run(capsys, "catalogue", "build", "--from", "wikidata-dump", str(DUMP))
    answer = json.loads(run(capsys, "link", "--mentions", path)[1])
    assert (answer["band"], answer["film"]["year"]) == ("auto", 1956)
    assert run(capsys, "decide", "--mentions", path)[1] == "0 undecided\n"
    assert run(capsys, "decide", key, "--undo", "--mentions", path)[0] == 0
    assert json.loads(run(capsys, "link", "--mentions", path)[1])["band"] == "ask"
    assert len((project / "config" / "decisions" / "links.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    "args", [["abc"], ["--none"], ["abc", "--accept", "Harrow"], ["abc", "--none", "--undo"], ["abc", "--none"]]
)
def test_a_decision_that_cannot_be_kept_is_refused(project, catalogue, capsys, args) -> None:
    code, _, err = run(capsys, "decide", *args, "--mentions", mentions(project, "Harrow Lane"))
    assert (code, err.count("\n")) == (2, 1)
    assert not (project / "config" / "decisions" / "links.jsonl").exists()


def test_the_package_is_callable_as_the_function(catalogue) -> None:
    identity = link({"title": "Brittle", "year": 1998}, catalogue)
    assert (identity.band, identity.ids["wikidata"]) == ("auto", "Q900000026")
