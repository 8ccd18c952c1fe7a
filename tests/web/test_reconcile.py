"""A reconciliation client's session against the workbench over HTTP; our own client is the first of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from scraper.link.build import build
from scraper.link.mention import parse
from scraper.link.online.client import Client
from scraper.link.online.reconcile import Reconciliation
from scraper.web.guard import LOOPBACK, Guard

DUMP = Path(__file__).resolve().parents[2] / "fixtures" / "catalogue" / "wikidata.json"
SCHEMAS = next(
    (path for above in Path(__file__).resolve().parents if (path := above / "shared/data/reconciliation-0.2").is_dir()),
    None,
)
QUERIES = {
    "q0": {
        "query": "Nine Doors",
        "type": "Q11424",
        "limit": 5,
        "type_strict": "should",
        "properties": [{"pid": "P577", "v": "2022"}, {"pid": "P57", "v": [{"id": "Q900100005"}]}],
    },
    "q1": {"query": "Ebb and Tide"},
}


@pytest.fixture
def service(serve, project: Path) -> str:
    build([("wikidata-dump", [str(DUMP)])], project / "output" / "catalogue.sqlite", lambda _text, _share: None)
    return serve(project).rstrip("/") + "/reconcile"


def check(name: str, answer: Any) -> None:
    """Validate with the specification's schema where a copy of it stands beside the project."""
    if SCHEMAS is None:
        return
    jsonschema = pytest.importorskip("jsonschema")
    from referencing import Registry  # noqa: PLC0415 - only where there are schemas
    from referencing.jsonschema import DRAFT7  # noqa: PLC0415 - the same

    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    kind = DRAFT7.create_resource(json.loads((SCHEMAS / "type.json").read_text()))
    base = str(schema.get("$id", "")).rpartition("/")[0]
    schema = json.loads(json.dumps(schema).replace('"$ref": "http://swagger.io', '"$comment": "http://swagger.io'))
    registry = Registry().with_resources([("type.json", kind), (f"{base}/type.json", kind)])
    jsonschema.Draft7Validator(schema, registry=registry).validate(answer)


def test_a_clients_session(service: str) -> None:
    elsewhere = {"Origin": "http://127.0.0.1:3333", "Sec-Fetch-Site": "cross-site"}
    with httpx.Client(headers=elsewhere) as client:
        manifest = client.get(service).json()
        check("manifest", manifest)
        assert manifest["identifierSpace"] == "http://www.wikidata.org/entity/"
        posted = client.post(service, data={"queries": json.dumps(QUERIES)})
        check("reconciliation-result-batch", posted.json())
        assert posted.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:3333"
        assert [(hit["id"], hit["match"]) for hit in posted.json()["q0"]["result"]] == [
            ("Q900000004", True),
            ("Q900000005", False),
        ]
        assert posted.json()["q1"]["result"] == []
        assert client.get(service, params={"queries": json.dumps(QUERIES)}).json() == posted.json()
        entity = manifest["suggest"]["entity"]
        found = client.get(entity["service_url"] + entity["service_path"], params={"prefix": "nine d"}).json()
        check("suggest-entities-response", found)
        assert {hit["id"] for hit in found["result"]} == {"Q900000004", "Q900000005"}
        proposed = manifest["extend"]["propose_properties"]
        answer = client.get(proposed["service_url"] + proposed["service_path"], params={"type": "Q11424", "limit": "3"})
        check("data-extension-property-proposal", answer.json())
        wanted = {"ids": ["Q900000004"], "properties": [{"id": "P57"}, {"id": "P345"}]}
        extended = client.post(service, data={"extend": json.dumps(wanted)}).json()
        check("data-extension-response", extended)
        assert extended["rows"]["Q900000004"]["P57"] == [{"id": "Q900100005", "name": "Konrad Weil"}]
        preview = client.get(manifest["preview"]["url"].replace("{{id}}", "Q900000004"))
        assert "Konrad Weil" in preview.text
        assert "frame-ancestors http://127.0.0.1:*" in preview.headers["Content-Security-Policy"]


def test_our_own_client_links_through_our_own_service(service: str) -> None:
    with Client("test", interval=0) as client:
        films = Reconciliation(client, service).films(parse({"title": "Nine Doors", "year": 2022}))
    assert [(film.ids["wikidata"], film.year, film.directors) for film in films] == [
        ("Q900000004", 2022, ("Konrad Weil",)),
        ("Q900000005", 1971, ("Mary Ashe",)),
    ]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"queries": "{"}, 400),
        ({"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(51)})}, 413),
        ({"extend": "[]"}, 400),
    ],
)
def test_a_bad_request_has_its_status_and_says_why(service: str, fields: dict[str, str], status: int) -> None:
    answer = httpx.post(service, data=fields)
    assert (answer.status_code, answer.json()["status"]) == (status, "error")


def test_without_a_catalogue_it_says_how_to_make_one(serve, project: Path) -> None:
    answer = httpx.get(serve(project).rstrip("/") + "/reconcile")
    assert answer.status_code == 503
    assert "scrape catalogue build" in answer.json()["message"]


def test_other_names_and_missing_tokens_are_refused_here_too(serve, project: Path) -> None:
    address = serve(project, Guard(frozenset(LOOPBACK), token="t" * 32)).rstrip("/") + "/reconcile"
    assert httpx.get(address).status_code == 401
    assert httpx.get(address, headers={"Host": "rebound.example"}).status_code == 421


def test_only_pages_of_this_machine_may_read_the_answers(service: str) -> None:
    for origin in ("https://evil.example", "http://localhost.evil.example", "null"):
        answer = httpx.get(service, headers={"Origin": origin})
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers
