"""Linked reviews to records: JSON-LD in canonical bytes, and the ledger that proves every value.

The public face: `build` (what is kept), `graph` (one document for a page), `review_document`
(one document for a review), `entities` (the films and people of a record), `check_record` and
`check_flat` (JSON Schema), `record_schema` and `flat_schema` (the schemas themselves).
"""

from __future__ import annotations

from scraper import _jcs
from scraper.model import Extraction, LinkedReview, Record
from scraper.record.jsonld import Entity, entities, graph, review_document
from scraper.record.ledger import ledger
from scraper.record.names import record_id
from scraper.record.schema import RecordError, check_flat, check_record, flat_schema, record_schema

canonical = _jcs.canonical  # here, since a module of this package bears the same name

__all__ = [
    "Entity",
    "RecordError",
    "build",
    "canonical",
    "check_flat",
    "check_record",
    "entities",
    "flat_schema",
    "graph",
    "record_id",
    "record_schema",
    "review_document",
]


def build(extraction: Extraction, linked: tuple[LinkedReview, ...], *, base: str | None = None) -> tuple[Record, ...]:
    """One record for each review, in page order.

    `base` is the https address under which unlinked films and people are named (`[record] base`);
    without it they are `urn:uuid:`. Same input, same bytes. Raises RecordError when a document
    does not fit the shipped schema, which is a fault of ours.
    """
    records = []
    for item in linked:
        document = review_document(extraction, item, base=base)
        check_record(document)
        review_id: str = document["@graph"][0]["@id"]
        records.append(Record(record_id(review_id), review_id, canonical(document), ledger(extraction, item, document)))
    return tuple(records)
