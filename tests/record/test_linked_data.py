"""Records as linked data: every term is schema.org's, in its domain and range; expansion and shapes."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import InputError
from scraper.model import Extraction, LinkedReview
from scraper.record import review_document
from scraper.record.terms import TABLE, table, used_terms

TERMS: dict[str, Any] = json.loads(TABLE.read_text("utf-8"))
SHARED = Path(os.environ.get("SCHEMAORG_RELEASE", "schemaorg-30.0"))
DATA_TYPES = {"Text": str, "URL": str, "Number": (int, float), "Boolean": bool, "Date": str, "Language": str}


@pytest.fixture
def document(extraction: Extraction, linked: LinkedReview) -> dict[str, Any]:
    return review_document(extraction, linked)


def kinds(node: dict[str, Any]) -> set[str]:
    names = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
    return {kind for name in names for kind in (name, *TERMS["types"][name])}


def objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from objects(item)


def fits(value: Any, ranges: dict[str, list[str]], nodes: dict[str, dict[str, Any]]) -> bool:
    if not isinstance(value, dict):
        return any(isinstance(value, DATA_TYPES[name]) for name in ranges if name in DATA_TYPES)
    node = value if "@type" in value else nodes[value["@id"]]
    return "Role" in kinds(node) or bool(kinds(node) & ranges.keys())


def test_the_table_holds_exactly_the_terms_that_the_schema_allows() -> None:
    types, properties = used_terms()
    assert (types, properties) == (TERMS["types"].keys(), TERMS["properties"].keys())
    assert "Attribution-ShareAlike" in TERMS["notice"]


def test_every_property_stands_in_its_domain_and_has_a_value_of_its_range(document: dict[str, Any]) -> None:
    nodes = {node["@id"]: node for node in document["@graph"]}
    checked = 0
    for node in objects(document["@graph"]):
        if "@type" not in node:
            continue
        for name, value in node.items():
            if name.startswith("@"):
                continue
            row = TERMS["properties"][name]
            # A Role repeats the property that it qualifies (https://schema.org/Role).
            assert kinds(node) & set(row["domain"]) or "Role" in kinds(node), (node["@type"], name)
            for item in value if isinstance(value, list) else [value]:
                assert fits(item, row["range"], nodes), (name, item)
                checked += 1
    assert checked > 50


def test_every_reference_names_a_node_of_the_document(document: dict[str, Any]) -> None:
    named = {node["@id"] for node in document["@graph"]}
    assert {node["@id"] for node in objects(document["@graph"]) if node.keys() == {"@id"}} <= named


def loader(url: str, _options: object) -> dict[str, Any]:
    """Serve the one context that records name, and nothing else: no test asks the network."""
    assert url == "https://schema.org"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS["context"]}}


def expanded_keys(value: object) -> Iterator[str]:
    for node in objects(value):
        yield from (key for key in node if not key.startswith("@"))


def test_expansion_names_every_property_in_full(document: dict[str, Any]) -> None:
    from pyld import jsonld  # noqa: PLC0415 - 0.2 s that only two tests need

    expanded = jsonld.expand(document, {"documentLoader": loader})
    keys = set(expanded_keys(expanded))
    assert keys
    assert all(key.removeprefix("http://schema.org/") in TERMS["properties"] for key in keys)
    review = expanded[0] if "@graph" not in expanded[0] else expanded[0]["@graph"][0]
    assert review["@type"] == ["http://schema.org/Review", "http://schema.org/CriticReview"]
    assert review["http://schema.org/datePublished"] == [{"@type": "http://schema.org/Date", "@value": "2021-08-20"}]


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <http://schema.org/> .
[] a sh:NodeShape ; sh:targetClass s:Review ;
   sh:property [ sh:path s:itemReviewed ; sh:class s:Movie ; sh:minCount 1 ; sh:maxCount 1 ] ;
   sh:property [ sh:path s:author ; sh:class s:Person ; sh:maxCount 1 ] ;
   sh:property [ sh:path s:publisher ; sh:class s:Organization ; sh:maxCount 1 ] ;
   sh:property [ sh:path s:reviewRating ; sh:class s:Rating ; sh:maxCount 1 ] ;
   sh:property [ sh:path s:keywords ; sh:class s:DefinedTerm ] .
[] a sh:NodeShape ; sh:targetClass s:Movie ;
   sh:property [ sh:path s:director ; sh:class s:Person ] ;
   sh:property [ sh:path s:actor ; sh:or ( [ sh:class s:Person ] [ sh:class s:PerformanceRole ] ) ] ;
   sh:property [ sh:path s:releasedEvent ; sh:class s:PublicationEvent ] ;
   sh:property [ sh:path s:potentialAction ; sh:class s:WatchAction ] .
[] a sh:NodeShape ; sh:targetClass s:Rating ;
   sh:property [ sh:path s:ratingExplanation ; sh:minCount 1 ; sh:maxCount 1 ] .
"""


def conforms(document: dict[str, Any]) -> bool:
    import rdflib  # noqa: PLC0415 - half a second that only this test needs
    from pyld import jsonld  # noqa: PLC0415
    from pyshacl import validate  # noqa: PLC0415

    quads = jsonld.to_rdf(document, {"documentLoader": loader, "format": "application/n-quads"})
    data = rdflib.Graph().parse(data=quads, format="nt")
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    return bool(validate(data, shacl_graph=shapes)[0])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_records_fit_the_shapes_and_a_person_in_the_place_of_a_film_does_not(document: dict[str, Any]) -> None:
    assert conforms(document)
    wrong = json.loads(json.dumps(document))
    wrong["@graph"][0]["itemReviewed"] = wrong["@graph"][0]["author"]
    assert not conforms(wrong)


@pytest.mark.skipif(not SHARED.is_dir(), reason="SCHEMAORG_RELEASE names no folder with the release")
def test_the_table_is_what_the_release_says() -> None:
    assert table(SHARED) == TERMS


def test_a_folder_that_is_no_release_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"not a schema\.org release"):
        table(tmp_path)


def test_a_review_that_says_little_still_fits(extraction: Extraction, linked: LinkedReview) -> None:
    bare = dataclasses.replace(linked.review, answers={})
    document = review_document(dataclasses.replace(extraction, reviews=(bare,)), LinkedReview(bare))
    assert [node["@type"] for node in document["@graph"]][1:] == ["Movie", "Organization"]
