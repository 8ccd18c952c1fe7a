"""Make the table of schema.org terms that records use: `python -m scraper.record.terms DIRECTORY`.

DIRECTORY holds a release's `schemaorg-all-https-types.csv`, `schemaorg-all-https-properties.csv`
and `schemaorgcontext.jsonld`, as https://github.com/schemaorg/schemaorg/tree/main/data/releases
has them. Which terms are used is read from the record's own JSON Schema, so the table cannot
forget one; a term that the release lacks is an error.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scraper.errors import InputError
from scraper.record.schema import Schema, record_schema

TABLE: Final = Path(__file__).with_name("terms.json")
RELEASE: Final = "30.0"
NOTICE: Final = (
    f"Terms, definitions of domains and ranges, and context entries from schema.org release {RELEASE}. "
    "Software: Apache License 2.0. Vocabulary text: Creative Commons Attribution-ShareAlike 3.0 "
    "(https://schema.org/docs/terms.html). Reduced to the terms that this program emits."
)


def used_terms() -> tuple[set[str], set[str]]:
    """Names of the types and of the properties that the record's schema allows."""
    types: set[str] = set()
    properties: set[str] = set()
    for part in _objects(record_schema()):
        for name, shape in part.get("properties", {}).items():
            if name == "@type":
                const = shape["const"]
                types.update([const] if isinstance(const, str) else const)
            elif not name.startswith("@"):
                properties.add(name)
    return types, properties


def _objects(schema: object) -> Iterator[Schema]:
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for item in schema:
            yield from _objects(item)


def table(directory: Path) -> dict[str, Any]:
    """The table: for types their ancestors; for properties domains, ranges, area and context entry."""
    types, properties = used_terms()
    known_types = _rows(directory / "schemaorg-all-https-types.csv")
    known = _rows(directory / "schemaorg-all-https-properties.csv")
    lacking = sorted((types - known_types.keys()) | (properties - known.keys()))
    if lacking:
        raise InputError(f"{directory}: the release lacks {', '.join(lacking)}; correct scraper/record/schema.py")
    context = json.loads((directory / "schemaorgcontext.jsonld").read_text("utf-8"))["@context"]
    prefixes = {"type": "@type", "id": "@id", "@vocab": context["@vocab"], "schema": context["schema"]}
    return {
        "release": RELEASE,
        "notice": NOTICE,
        "types": {name: _ancestors(name, known_types) for name in sorted(types)},
        "properties": {
            name: {
                "domain": _names(known[name]["domainIncludes"]),
                "range": {kind: _ancestors(kind, known_types) for kind in _names(known[name]["rangeIncludes"])},
                "pending": "pending" in known[name]["isPartOf"],
            }
            for name in sorted(properties)
        },
        "context": {**prefixes, **{name: context[name] for name in sorted(types | properties) if name in context}},
    }


def _rows(path: Path) -> dict[str, dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["label"]: row for row in csv.DictReader(file)}
    except (OSError, KeyError) as error:
        raise InputError(f"{path}: not a schema.org release table ({error}); give the release's folder") from error


def _names(cell: str) -> list[str]:
    return [part.strip().rsplit("/", 1)[-1] for part in cell.split(",") if part.strip()]


def _ancestors(name: str, types: Mapping[str, Mapping[str, str]]) -> list[str]:
    found: list[str] = []
    todo = _names(types[name]["subTypeOf"]) if name in types else []
    while todo:
        parent = todo.pop()
        if parent not in found:
            found.append(parent)
            todo += _names(types[parent]["subTypeOf"]) if parent in types else []
    return sorted(found)


def main(arguments: list[str]) -> int:
    """Write the table beside this module."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m scraper.record.terms DIRECTORY\n")
        return 2
    try:
        found = table(Path(arguments[0]))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    TABLE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
