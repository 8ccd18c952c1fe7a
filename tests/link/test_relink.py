"""From a crawl to linked records and back: `scrape link` and `scrape decide` over a project's store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper import cli

DUMP = Path(__file__).resolve().parents[2] / "fixtures" / "catalogue" / "wikidata.json"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title} Review</title></head><body><article>
<h1>{title} Review</h1><p>By Ida Moss</p>{facts}
<p>{title} is a thriller about a house and eleven of its rooms, and it is the better for its patience.</p>
<p>The cast is good, the cinematography is better, and the film knows when to be quiet.</p>
<p>Rating: 3.5/5</p></article></body></html>"""
PAGES = {
    "/nine": PAGE.format(title="Nine Doors", facts="<dl><dt>Director</dt><dd>Konrad Weil</dd></dl>"),
    "/lane": PAGE.format(title="Harrow Lane", facts=""),
    "/": '<html><title>Lantern</title><a href="/nine">one</a><a href="/lane">two</a></html>',
}
Start = Callable[[Callable[[str, dict[str, str]], Any]], Any]


@pytest.fixture
def project(tmp_path: Path, stand_in: Start, monkeypatch: pytest.MonkeyPatch) -> Path:
    def answer(path: str, _fields: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        page = PAGES.get(path)
        return None if page is None else (200, {"Content-Type": "text/html; charset=utf-8"}, page.encode())

    url = stand_in(answer).url
    seeds = json.dumps([f"{url}{path}" for path in ("/nine", "/lane")])
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "scraper.toml").write_text('contact = "mailto:test@lantern.example"\n')
    (tmp_path / "config" / "sites" / "127.0.0.1.toml").write_text(
        f'host = "127.0.0.1"\nown = true\ndelay = 0.001\nseeds = {seeds}\n'
    )
    monkeypatch.delenv("SCRAPE_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert cli.main(list(args)) == 0
    return capsys.readouterr().out


def film_ids(project: Path) -> set[str]:
    """The `@id` of the film of every published review."""
    documents = [json.loads(path.read_bytes()) for path in (project / "output" / "reviews").rglob("*.json*")]
    nodes = [node for document in documents for node in document.get("@graph", ())]
    return {node["@id"] for node in nodes if node.get("@type") == "Movie"}


def test_a_catalogue_that_comes_later_links_what_was_extracted_before(project, capsys) -> None:
    run(capsys, "crawl", "--max-pages", "10")
    assert {film_id[:9] for film_id in film_ids(project)} == {"urn:uuid:"}
    run(capsys, "catalogue", "build", "--from", "wikidata-dump", str(DUMP))
    assert run(capsys, "link") == "2 records, 2 linked anew\n"
    assert "http://www.wikidata.org/entity/Q900000004" in film_ids(project)

    listed = run(capsys, "decide")
    assert "Harrow Lane" in listed
    assert listed.endswith("1 undecided\n")
    key = listed.split()[0]
    run(capsys, "decide", key, "--accept", "Q900000003")
    assert run(capsys, "link") == "2 records, 1 linked anew\n"
    assert "http://www.wikidata.org/entity/Q900000003" in film_ids(project)
    assert run(capsys, "decide") == "0 undecided\n"

    run(capsys, "decide", key, "--undo")
    assert run(capsys, "decide") == listed


def test_linking_anew_without_a_catalogue_says_how_to_make_one(project, capsys) -> None:
    assert cli.main(["link"]) == 2
    assert "scrape catalogue build" in capsys.readouterr().err


def test_a_service_is_asked_for_what_the_catalogue_lacks_and_only_by_scrape_link(project, stand_in, capsys) -> None:
    def service(_path: str, fields: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        found = [{"id": "Q777", "name": "Nine Doors", "score": 9}] if "Nine Doors" in fields.get("queries", "") else []
        row = {"P57": [{"id": "Q778", "name": "Konrad Weil"}], "P577": [{"int": 2022}]}
        manifest = {"name": "Films", "identifierSpace": "http://www.wikidata.org/entity/", "extend": {}}
        answer: dict[str, Any] = {"q0": {"result": found}} if "queries" in fields else manifest
        return 200, {}, json.dumps({"rows": {"Q777": row}} if "extend" in fields else answer).encode()

    asked = stand_in(service)
    with (project / "config" / "scraper.toml").open("a") as settings:
        settings.write(f'[link]\nonline = ["{asked.url}"]\n')
    (project / "films.jsonl").write_text('{"title": "Kiln", "year": 2001}\n')
    run(capsys, "catalogue", "build", "--from", "jsonl", "films.jsonl")
    run(capsys, "crawl", "--max-pages", "10")
    assert asked.asked == []
    assert run(capsys, "link") == "2 records, 1 linked anew\n"
    assert "http://www.wikidata.org/entity/Q777" in film_ids(project)
    assert asked.agents == {"film-review-scraper (+mailto:test@lantern.example)"}
    before = len(asked.asked)
    run(capsys, "decide")
    assert len(asked.asked) == before
