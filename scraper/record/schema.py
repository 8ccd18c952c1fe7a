"""JSON Schemas of the record and of the flat form, and the checks that use them.

The record's schema has closed properties: a term that is not in it, however it is spelt, is an
error; JSON-LD expansion alone would let it pass.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from scraper.errors import ScraperError
from scraper.fields import FIELDS, Field
from scraper.model import Band, Basis, Channel, PageKind, RatingKind, RatingScale, Role

if TYPE_CHECKING:
    import jsonschema_rs

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_DATE: Final = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_FLAT_DATE: Final = r"^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}(-\d{2})?|---\d{2})$"


class RecordError(ScraperError):
    """A document made here does not fit its own schema: a fault of ours, named by its pointer."""

    code = "record"


def _closed(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}


def _typed(name: str, properties: Schema, *required: str) -> Schema:
    return _closed({"@type": {"const": name}, **properties}, "@type", *required)


_TEXT: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 600}
_IRI: Final[Schema] = {"type": "string", "pattern": r'^(https?://|urn:)[^\s<>"{}|\\^`]+$'}
_REFERENCE: Final = _closed({"@id": _IRI}, "@id")
_WHEN: Final[Schema] = {"type": "string", "pattern": _DATE}
_NUMBER: Final[Schema] = {"type": "number"}
_COUNTRY: Final = _typed("Country", {"name": _TEXT}, "name")
_ORGANIZATION: Final = _typed("Organization", {"name": _TEXT}, "name")
_IDENTIFIER: Final = _typed("PropertyValue", {"propertyID": _TEXT, "value": _TEXT}, "propertyID", "value")
_LINKS: Final = {"sameAs": _list(_IRI), "identifier": _list(_IDENTIFIER)}


def _rating() -> Schema:
    mark = {"type": ["number", "string"]}
    together = ["ratingValue", "bestRating", "worstRating"]
    rating = _typed("Rating", {"ratingExplanation": _TEXT, **dict.fromkeys(together, mark)}, "ratingExplanation")
    return {**rating, "dependentRequired": {name: [other for other in together if other != name] for name in together}}


def _review_node() -> Schema:
    keyword = _typed("DefinedTerm", {"name": _TEXT, "inDefinedTermSet": _REFERENCE}, "name", "inDefinedTermSet")
    return _closed(
        {
            "@id": _IRI,
            "@type": {"const": ["Review", "CriticReview"]},
            "url": _IRI,
            "mainEntityOfPage": _IRI,
            "isBasedOn": _IRI,
            "name": _TEXT,
            "abstract": _TEXT,
            "datePublished": _WHEN,
            "dateModified": _WHEN,
            "inLanguage": _TEXT,
            "isAccessibleForFree": {"type": "boolean"},
            "author": _REFERENCE,
            "publisher": _REFERENCE,
            "itemReviewed": _REFERENCE,
            "reviewRating": _rating(),
            "keywords": _list(keyword),
        },
        "@id", "@type", "itemReviewed",
    )  # fmt: skip


def _movie_node() -> Schema:
    performance = _typed("PerformanceRole", {"actor": _REFERENCE, "characterName": _TEXT}, "actor", "characterName")
    roles = {"enum": [name.replace("_", " ") for name in get_args(Role)]}
    role = _typed("Role", {"contributor": _REFERENCE, "roleName": roles}, "contributor", "roleName")
    event: Schema = {"name": _TEXT, "description": _TEXT, "startDate": _WHEN, "location": _COUNTRY}
    channel = {"name": {"enum": list(get_args(Channel))}}
    release = _typed("PublicationEvent", {**event, **channel, "publishedBy": _ORGANIZATION}, "name")
    screening = _typed("ScreeningEvent", {**event, "workPresented": _REFERENCE}, "name", "workPresented")
    access = _typed("ActionAccessSpecification", {"availabilityStarts": _WHEN, "eligibleRegion": _COUNTRY})
    watch = _typed(
        "WatchAction",
        {"description": _TEXT, "provider": _ORGANIZATION, "actionAccessibilityRequirement": access},
        "provider",
    )
    return _closed(
        {
            "@id": _IRI,
            "@type": {"const": "Movie"},
            "name": _TEXT,
            "alternateName": _list(_TEXT),
            "dateCreated": _WHEN,
            "genre": _list(_TEXT),
            "actor": _list({"anyOf": [_REFERENCE, performance]}),
            "isBasedOn": _list(_typed("CreativeWork", {"author": _REFERENCE}, "author")),
            "contributor": _list(role),
            "releasedEvent": {**_list(release), "uniqueItems": False},
            "subjectOf": {**_list(screening), "uniqueItems": False},
            "potentialAction": {**_list(watch), "uniqueItems": False},
            **dict.fromkeys(("director", "producer", "musicBy", "editor", "about"), _list(_REFERENCE)),
            **_LINKS,
        },
        "@id", "@type",
    )  # fmt: skip


@cache
def record_schema() -> Schema:
    """JSON Schema of a record's document, and of a page's (which holds several reviews)."""
    node = {"$ref": "#/$defs/node"}
    return {
        "$schema": DRAFT,
        "title": "A film review's record: JSON-LD in schema.org terms",
        **_closed(
            {"@context": {"const": "https://schema.org"}, "@graph": {"type": "array", "items": node}},
            "@context", "@graph",
        ),
        "$defs": {
            "node": {
                "anyOf": [
                    _review_node(),
                    _movie_node(),
                    _typed("Person", {"@id": _IRI, "name": _TEXT, **_LINKS}, "@id", "name"),
                    _typed("Organization", {"@id": _IRI, "name": _TEXT, "url": _IRI}, "@id"),
                    _typed("DefinedTermSet", {"@id": _IRI, "name": {"enum": ["categories", "tags"]}}, "@id", "name"),
                ]
            }
        },
    }  # fmt: skip


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_FLAT_STRING: Final[Schema] = {"type": "string"}
_FLAT_TYPES: Final[dict[str, Schema]] = {
    "string": _FLAT_STRING,
    "integer": {"type": "integer"},
    "date": {"type": "string", "pattern": _FLAT_DATE},
    "credit": _closed(
        {"name": _FLAT_STRING, "role": {"enum": list(get_args(Role))}, "character": _or_null(_FLAT_STRING)},
        "name", "role", "character",
    ),
    "rating": _closed(
        {
            "value": {"type": ["number", "string", "null"]},
            "best": {"type": ["number", "string", "null"]},
            "worst": {"type": ["number", "string", "null"]},
            "scale": {"enum": list(get_args(RatingScale))},
            "kind": {"enum": list(get_args(RatingKind))},
            "norm": {"type": ["number", "null"], "minimum": 0, "maximum": 100},
            "raw": _FLAT_STRING,
        },
        "value", "best", "worst", "scale", "kind", "norm", "raw",
    ),
    "availability": _closed(
        {
            "date": _or_null({"type": "string", "pattern": _FLAT_DATE}),
            "channel": {"enum": list(get_args(Channel))},
            "platform": _or_null(_FLAT_STRING),
            "region": _or_null(_FLAT_STRING),
            "basis": {"enum": list(get_args(Basis))},
            "raw": _FLAT_STRING,
        },
        "date", "channel", "platform", "region", "basis", "raw",
    ),
}  # fmt: skip


def _flat_field(row: Field) -> Schema:
    one = _FLAT_TYPES[row.type]
    shape = {"type": "array", "items": one} if row.many else _or_null(one)
    return {**shape, "description": row.meaning}


def _flat_review() -> Schema:
    fields = {row.name: _flat_field(row) for row in FIELDS}
    ids = {key: _or_null(_FLAT_STRING) for key in ("wikidata", "imdb", "tmdb")}
    share = {"type": "number", "minimum": 0, "maximum": 1}
    properties = {
        "id": _FLAT_STRING,
        **fields,
        "language": _or_null(_FLAT_STRING),
        "film_ids": {"type": "object", "properties": ids, "required": list(ids)},
        "film_link": {"enum": [*get_args(Band), None]},
        "confidence": {"type": "object", "properties": dict.fromkeys(fields, share), "additionalProperties": share},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _flat_page() -> Schema:
    texts = {"type": "array", "items": _FLAT_STRING}
    when = _or_null(_FLAT_TYPES["date"])
    properties: Schema = {
        "headline": _or_null(_FLAT_STRING),
        "authors": texts,
        "published": when,
        "modified": when,
        "description": _or_null(_FLAT_STRING),
        "categories": texts,
        "tags": texts,
        "site_name": _or_null(_FLAT_STRING),
        "language": _or_null(_FLAT_STRING),
        "free": {"type": ["boolean", "null"]},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


@cache
def flat_schema() -> Schema:
    """JSON Schema of the flat form: an answer, or an input's error. New fields may come; none goes."""
    start: Schema = {"format": {"const": 1}, "input": _or_null(_FLAT_STRING)}
    answer: Schema = {
        **start,
        "url": _or_null(_FLAT_STRING),
        "page_kind": {"enum": list(get_args(PageKind))},
        "reason": _or_null(_FLAT_STRING),
        "page": _flat_page(),
        "reviews": {"type": "array", "items": _flat_review()},
    }
    fault = _closed({"code": _FLAT_STRING, "message": _FLAT_STRING}, "code", "message")
    return {
        "$schema": DRAFT,
        "title": "The flat form: one object for each input",
        "anyOf": [
            {"type": "object", "properties": answer, "required": list(answer)},
            {"type": "object", "properties": {**start, "error": fault}, "required": [*start, "error"]},
        ],
    }


@cache
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs  # noqa: PLC0415 - 10 ms that only the first record needs

    return jsonschema_rs.Draft202012Validator(record_schema() if name == "record" else flat_schema())


def check_record(document: dict[str, Any]) -> None:
    """Raise RecordError where a record's document does not fit its schema."""
    _check("record", document)


def check_flat(answer: dict[str, Any]) -> None:
    """Raise RecordError where an answer does not fit the flat form's schema."""
    _check("flat", answer)


def _check(name: str, document: dict[str, Any]) -> None:
    validator = _validator(name)
    if validator.is_valid(document):
        return
    error = next(iter(validator.iter_errors(document)))
    place = "/" + "/".join(map(str, error.instance_path))
    raise RecordError(
        f"{name} {_name_of(document)} does not fit its schema at {place}: {error.message[:300]}; report it"
    )


def _name_of(document: dict[str, Any]) -> str:
    nodes = document.get("@graph")
    return str(nodes[0].get("@id")) if isinstance(nodes, list) and nodes else str(document.get("input"))
