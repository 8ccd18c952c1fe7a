"""Film and person documents: what all reviews together say of one node. Pure functions.

A record's `@graph` has a node per film and person. The document of a film keeps what each
review said of it apart, under `review`; its own properties are what all can share: the name
most reviews use, the other names, and the identifiers and links of the catalogue.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from scraper._jcs import canonical

NodeKind = Literal["film", "person"]
_KINDS: Final[Mapping[str, NodeKind]] = {"Movie": "film", "Person": "person"}
_SHARED: Final = ("sameAs", "identifier")


def nodes_of(document: bytes) -> Iterator[tuple[NodeKind, str, bytes]]:
    """The films and people of a record: kind, `@id`, and the node's canonical bytes.

    >>> list(nodes_of(b'{"@graph":[{"@id":"urn:x","@type":"Movie","name":"Harrow Lane"}]}'))
    [('film', 'urn:x', b'{"@id":"urn:x","@type":"Movie","name":"Harrow Lane"}')]
    """
    graph = json.loads(document).get("@graph", ())
    for node in graph:
        types = node.get("@type", ())
        names = (types,) if isinstance(types, str) else types
        kind = next((_KINDS[name] for name in names if name in _KINDS), None)
        iri = node.get("@id")
        if kind is not None and isinstance(iri, str):
            yield kind, iri, canonical(node)


def link_of(ledger: bytes | None) -> bytes:
    """What a record's ledger says of the film's link: band, who decided, the ids; empty where it says nothing.

    A record whose document is the same may still wait for a person, or not any more.
    """
    for line in (ledger or b"").split(b"\n"):
        if b'"candidates"' in line and b'"band"' in line:
            film = json.loads(line).get("film") or {}
            return canonical([film.get("band"), film.get("decided_by"), film.get("ids")])
    return b""


def node_document(kind: NodeKind, iri: str, uses: Sequence[tuple[str, bytes]]) -> bytes:
    """The document of a film or person, from (review id, node as that review has it) pairs."""
    said = [(review, json.loads(body)) for review, body in sorted(uses)]
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@id": iri,
        "@type": "Movie" if kind == "film" else "Person",
    }
    names = Counter(name for _, node in said for name in _texts(node.get("name")))
    if names:
        # The commonest name; among equals the first in code point order, so that order of visits is no matter.
        document["name"] = min(names, key=lambda name: (-names[name], name))
    others = {name for _, node in said for name in _texts(node.get("alternateName"))} | set(names)
    if others - {document.get("name")}:
        document["alternateName"] = sorted(others - {document.get("name")})
    document.update(_shared([node for _, node in said]))
    if kind == "film":
        document["review"] = [_statement(review, node) for review, node in said]
    else:
        document["subjectOf"] = [{"@id": review, "@type": "Review"} for review, _ in said]
    return canonical(document)


def _shared(nodes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    for key in _SHARED:
        values = {canonical(item): item for node in nodes for item in _many(node.get(key))}
        if values:
            yield key, [values[text] for text in sorted(values)]


def _statement(review: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """What one review says of the film: its node without what `_shared` keeps and without its name for it."""
    about = {key: value for key, value in node.items() if key not in {"@id", *_SHARED}}
    return {"@id": review, "@type": "Review", "itemReviewed": about}


def _many(value: object) -> Sequence[Any]:
    return () if value is None else value if isinstance(value, list) else [value]


def _texts(value: object) -> list[str]:
    return [item for item in _many(value) if isinstance(item, str)]


def critic_key(name: str) -> str:
    """A critic's name as it is compared: case and spacing aside.

    >>> critic_key("  Ida  MOSS ")
    'ida moss'
    """
    return " ".join(name.split()).casefold()


def authors(document: bytes) -> set[str]:
    """The critics of a record, as `critic_key` writes them."""
    graph = json.loads(document).get("@graph", ())
    nodes = {node.get("@id"): node for node in graph}
    names: set[str] = set()
    for node in graph:
        for author in _many(node.get("author")):
            person = nodes.get(author.get("@id"), author) if isinstance(author, dict) else {"name": author}
            names.update(critic_key(name) for name in _many(person.get("name")) if isinstance(name, str))
    return names
