"""N-Quads (W3C): the records as RDF, each in a graph named by its review.

The records are flat JSON-LD in terms of schema.org, so this needs only the context's coercions:
`@id` makes an IRI, another type a typed literal. Numbers as JSON-LD has them: whole ones
`xsd:integer`, others `xsd:double`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scraper.model import Change

_RDF_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NOT_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL: Final = re.compile(r'[\x00-\x1f\x7f\\"]')


def iri(text: str) -> str:
    """An IRI as N-Quads writes it; characters that it may not hold are percent-encoded.

    >>> iri("https://a.example/x y")
    '<https://a.example/x%20y>'
    """
    return f"<{_NOT_IRI.sub(lambda found: f'%{ord(found[0]):02X}', text)}>"


def literal(text: str, datatype: str = "") -> str:
    """A literal, escaped."""
    quoted = _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text)
    quoted = quoted.encode("utf-8", "replace").decode()
    return f'"{quoted}"' + (f"^^{iri(datatype)}" if datatype else "")


class Converter:
    """Turns records into lines; `context` is the JSON-LD context of the terms that records use."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.vocabulary = str(context.get("@vocab", "http://schema.org/"))
        self.coercions = {
            name: str(entry["@type"]) for name, entry in context.items() if isinstance(entry, dict) and "@type" in entry
        }
        self._blank = 0

    def lines(self, change: Change) -> Iterator[str]:
        """The quads of one review's record."""
        nodes = json.loads(change.document or b"{}").get("@graph", [])
        if not nodes:
            return
        self._blank = 0
        graph = iri(str(nodes[0]["@id"]))
        for node in nodes:
            yield from self._node(node, self._subject(node, change.id), change.id, graph)

    def _subject(self, node: Mapping[str, Any], key: str) -> str:
        if "@id" in node:
            return iri(str(node["@id"]))
        self._blank += 1
        return f"_:r{key[:24]}n{self._blank}"

    def _node(self, node: Mapping[str, Any], subject: str, key: str, graph: str) -> Iterator[str]:
        for kind in _many(node.get("@type")):
            yield f"{subject} {_RDF_TYPE} {iri(self.vocabulary + str(kind))} {graph} .\n"
        for name, value in node.items():
            if name.startswith("@"):
                continue
            for item in _many(value):
                target = self._subject(item, key) if isinstance(item, dict) else self._value(name, item)
                yield f"{subject} {iri(self.vocabulary + name)} {target} {graph} .\n"
                if isinstance(item, dict) and len(item) > ("@id" in item):
                    yield from self._node(item, target, key, graph)

    def _value(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return literal("true" if value else "false", f"{_XSD}boolean")
        coercion = self.coercions.get(name, "")
        if isinstance(value, int):
            return literal(str(value), f"{_XSD}integer")
        if isinstance(value, float):
            return literal(_double(value), f"{_XSD}double")
        if coercion == "@id":
            return iri(str(value))
        return literal(str(value), coercion and self.vocabulary + coercion.rpartition(":")[2])


def _many(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _double(value: float) -> str:
    """The canonical form of xsd:double.

    >>> _double(3.5), _double(12.25)
    ('3.5E0', '1.225E1')
    """
    mantissa, exponent = f"{value:.15E}".split("E")
    return f"{mantissa.rstrip('0')}{'0' if mantissa.rstrip('0').endswith('.') else ''}E{int(exponent)}"


def write(changes: Iterator[Change], path: Path, context: Mapping[str, Any]) -> int:
    """Write every record's quads; how many reviews."""
    converter = Converter(context)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for change in changes:
            file.writelines(converter.lines(change))
            count += 1
    return count
