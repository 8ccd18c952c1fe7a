"""A client's session against the reconciliation functions, checked with the specification's schemas where they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper.link import reconciliation
from scraper.link.catalogue import Catalogue
from scraper.link.linker import Linker

Make = Callable[[list[dict[str, object]]], Catalogue]
SCHEMAS = next(
    (path for above in Path(__file__).resolve().parents if (path := above / "shared/data/reconciliation-0.2").is_dir()),
    None,
)
FILMS: list[dict[str, object]] = [
    {"id": "Q101", "imdb": "tt0000001", "title": "Harrow Lane", "year": 1951, "directors": ["Ada Pell"], "runtime": 91},
    {"id": "Q102", "imdb": "tt0000002", "title": "Harrow Lane", "year": 1998, "directors": ["Noor Reed"]},
    {"id": "Q103", "title": "Harrow <b>Road</b>", "year": 2001, "directors": ["Ida Moss"]},
]


@pytest.fixture
def linker(make: Make) -> Linker:
    return Linker(make(FILMS).path)


def check(name: str, value: object) -> None:
    """Validate against the specification's schema where a copy of it stands beside the project."""
    if SCHEMAS is None:
        return
    jsonschema = pytest.importorskip("jsonschema")
    from referencing import Registry  # noqa: PLC0415 - only where there are schemas
    from referencing.jsonschema import DRAFT7  # noqa: PLC0415 - the same

    kind = DRAFT7.create_resource(json.loads((SCHEMAS / "type.json").read_text()))
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    base = str(schema.get("$id", "")).rpartition("/")[0]
    registry = Registry().with_resources([("type.json", kind), (f"{base}/type.json", kind)])
    schema = json.loads(json.dumps(schema).replace('"$ref": "http://swagger.io', '"$comment": "http://swagger.io'))
    jsonschema.Draft7Validator(schema, registry=registry).validate(value)


def ask(linker: Linker, **query: Any) -> list[dict[str, Any]]:
    batch = {"q0": query}
    check("reconciliation-query-batch", batch)
    answer = reconciliation.queries(json.dumps(batch), linker)
    check("reconciliation-result-batch", answer)
    result = answer["q0"]["result"]
    assert isinstance(result, list)
    return result


def test_the_specifications_schemas_are_compared_with() -> None:
    if SCHEMAS is None:
        pytest.skip("no copy of the reconciliation schemas beside the project")


def test_the_manifest_names_the_identifier_space_and_every_service(linker: Linker) -> None:
    manifest = reconciliation.manifest(linker.catalogue, "http://127.0.0.1:8001/reconcile")
    check("manifest", manifest)
    assert manifest["versions"] == ["0.2"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert manifest["batchSize"] == reconciliation.BATCH


def test_a_query_with_year_and_director_matches_one_film(linker: Linker) -> None:
    result = ask(
        linker, query="Harrow Lane", type="Q11424", limit=5, type_strict="should",
        properties=[{"pid": "P577", "v": "1998"}, {"pid": "P57", "v": ["N. Reed", {"id": "Q9", "name": "Noor Reed"}]}],
    )  # fmt: skip
    assert [(item["id"], item["match"]) for item in result] == [("Q102", True), ("Q101", False)]
    assert result[0]["score"] > result[1]["score"]


def test_a_query_by_title_alone_matches_none(linker: Linker) -> None:
    assert [item["match"] for item in ask(linker, query="Harrow Lane")] == [False, False]


@pytest.mark.parametrize(
    "query",
    [{"query": "Ebb and Tide"}, {"query": "Harrow Lane", "type": "Q5"}, {"properties": [{"pid": "P0", "v": 1}]}],
)
def test_nothing_found_is_an_empty_result(linker: Linker, query: dict[str, Any]) -> None:
    assert ask(linker, **query) == []


def test_every_key_of_a_batch_comes_back_whatever_its_query(linker: Linker) -> None:
    answer = reconciliation.queries('{"a": 5, "b": {"query": 7}, "c": {"query": "Harrow Lane", "limit": 1}}', linker)
    assert [len(answer[key]["result"]) for key in "abc"] == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "status"),
    [("{", 400), ("[]", 400), (json.dumps({f"q{n}": {"query": "x"} for n in range(51)}), 413), (" " * 2_000_000, 413)],
)
def test_a_bad_batch_is_refused_with_its_status(linker: Linker, text: str, status: int) -> None:
    with pytest.raises(reconciliation.ReconciliationError) as caught:
        reconciliation.queries(text, linker)
    assert caught.value.status == status


def test_suggest_finds_titles_by_their_beginning_and_films_by_their_id(linker: Linker) -> None:
    by_prefix = reconciliation.suggest_entity("the harr", linker.catalogue)
    check("suggest-entities-response", by_prefix)
    assert {item["id"] for item in by_prefix["result"]} == {"Q101", "Q102", "Q103"}
    assert [item["id"] for item in reconciliation.suggest_entity("Q102", linker.catalogue)["result"]] == ["Q102"]
    assert len(reconciliation.suggest_entity("harr", linker.catalogue, cursor=2)["result"]) == 1
    assert reconciliation.suggest_entity(" ", linker.catalogue) == {"result": []}


def test_suggest_properties_and_types(linker: Linker) -> None:
    check("suggest-properties-response", reconciliation.suggest_property("dir"))
    check("suggest-types-response", reconciliation.suggest_type("fi"))
    assert [item["id"] for item in reconciliation.suggest_property("dir")["result"]] == ["P57"]
    assert reconciliation.suggest_type("person") == {"result": []}


def test_extend_gives_ids_years_and_people(linker: Linker) -> None:
    query = {"ids": ["Q101", "Q999"], "properties": [{"id": "P345"}, {"id": "P57"}, {"id": "P577"}, {"id": "P2047"}]}
    check("data-extension-query", query)
    answer = reconciliation.extend(json.dumps(query), linker.catalogue)
    check("data-extension-response", answer)
    assert answer["rows"]["Q101"] == {
        "P345": [{"str": "tt0000001"}], "P57": [{"str": "Ada Pell"}], "P577": [{"int": 1951}], "P2047": [{"int": 91}],
    }  # fmt: skip
    assert answer["rows"]["Q999"]["P345"] == []


def test_properties_are_proposed_for_films_only() -> None:
    check("data-extension-property-proposal", reconciliation.propose_properties("Q11424", 3))
    assert len(reconciliation.propose_properties("Q11424", 3)["properties"]) == 3
    assert reconciliation.propose_properties("Q5")["properties"] == []


def test_a_preview_shows_the_film_and_escapes_it(linker: Linker) -> None:
    assert "1951" in reconciliation.preview("Q101", linker.catalogue)
    assert "<b>" not in reconciliation.preview("Q103", linker.catalogue)
    with pytest.raises(reconciliation.ReconciliationError) as caught:
        reconciliation.preview("Q999", linker.catalogue)
    assert caught.value.status == 404
