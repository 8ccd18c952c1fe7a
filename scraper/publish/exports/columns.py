"""One row for each review: the fields as the flat form has them, and what the record adds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from scraper.fields import FIELDS
from scraper.model import Change
from scraper.publish.document import IndexDocument, clean, to_document

Kind = Literal["text", "integer", "number", "texts", "credits", "availability", "confidence"]
_KINDS: Final[Mapping[str, Kind]] = {"integer": "integer", "credit": "credits", "availability": "availability"}


class Column(NamedTuple):
    """A column: its name, the kind of its values, what they mean."""

    name: str
    kind: Kind
    meaning: str


def _fields() -> Iterator[Column]:
    for row in FIELDS:
        if row.type == "rating":
            yield Column("score_raw", "text", "The score as printed.")
            yield Column("score_value", "text", "The score's value: a number, letter or word, as text.")
            yield Column("score_best", "text", "The best of its scale, as text; empty where unknown.")
            yield Column("score_kind", "text", "stars, points, percent, letter, die, verdict or words.")
            yield Column("score_scale", "text", "How the scale is known: printed, site, usual or unknown.")
            yield Column("score_norm", "number", "The score on a scale of 0 to 100; empty where the scale is unknown.")
        else:
            yield Column(
                row.name, "texts" if row.many and row.type == "string" else _KINDS.get(row.type, "text"), row.meaning
            )


COLUMNS: Final[tuple[Column, ...]] = (
    Column("id", "text", "The record's id: SHA-256 of the review's IRI."),
    Column("review_id", "text", "The review's IRI."),
    Column("version", "integer", "The outbox version of this record; rises with every change."),
    Column("url", "text", "The review's address."),
    Column("site", "text", "Host, without www."),
    Column("site_name", "text", "The outlet's name as its pages print it."),
    Column("headline", "text", "The page's headline, where the review stands alone."),
    Column("language", "text", "BCP 47 tag."),
    *_fields(),
    Column("film", "text", "The film's IRI: the same for all its reviews."),
    Column("wikidata", "text", "The film's Wikidata id, for sure or confirmed links."),
    Column("imdb", "text", "The film's IMDb id, the same."),
    Column("tmdb", "text", "The film's TMDb id, the same."),
    Column("film_link", "text", "Band of the link: auto, ask or nil."),
    Column("confidence", "confidence", "How sure each field is, 0 to 1, by field."),
)


def _ledger(change: Change) -> tuple[dict[str, Any], dict[str, float]]:
    """Values and confidences by field, as the ledger has them."""
    values: dict[str, Any] = {}
    confidence: dict[str, float] = {}
    for line in (change.ledger or b"").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and isinstance(name := entry.get("field"), str):
            values[name] = entry.get("value")
            if isinstance(entry.get("confidence"), int | float) and entry.get("value") not in (None, []):
                confidence[name] = float(entry["confidence"])
    return values, confidence


def _from_record(document: IndexDocument) -> dict[str, Any]:
    """The fields that a record without a ledger still has."""
    return {
        "film_title": document.title,
        "film_title_alt": list(document.alternate_titles),
        "film_year": document.year,
        "directors": list(document.directors),
        "reviewer": document.critic,
        "published": document.published,
        "categories": list(document.categories),
        "tags": list(document.tags),
        "genres": list(document.genres),
    }


def _score(document: IndexDocument, value: object) -> dict[str, Any]:
    score = value if isinstance(value, Mapping) else {}
    return {
        "score_raw": score.get("raw", document.score_raw),
        "score_value": _text(score.get("value", document.score_value)),
        "score_best": _text(score.get("best", document.score_best)),
        "score_kind": score.get("kind"),
        "score_scale": score.get("scale"),
        "score_norm": document.score_norm,
    }


def _text(value: object) -> str | None:
    if value is None:
        return None
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def row_of(change: Change) -> dict[str, Any] | None:
    """The row of one review, with a value for every column; None when the record holds no review."""
    document = None if change.document is None else to_document(change.id, change.document, change.ledger)
    if document is None:
        return None
    values, confidence = _ledger(change)
    found = _from_record(document) | {name: value for name, value in values.items() if name != "score"}
    found |= _score(document, values.get("score"))
    found |= {
        name: getattr(document, name)
        for name in ("id", "review_id", "url", "site", "site_name", "headline", "language")
    }
    found |= {
        "version": change.version,
        "film": document.film,
        "film_link": document.film_link,
        "confidence": confidence,
    }
    found |= {name: document.film_ids.get(name) for name in ("wikidata", "imdb", "tmdb")}
    return {column.name: _fit(column.kind, found.get(column.name)) for column in COLUMNS}


_CREDIT: Final = ("name", "role", "character")
_AVAILABILITY: Final = ("date", "channel", "platform", "region", "basis", "raw")


def _fit(kind: Kind, value: Any) -> Any:  # noqa: ANN401 - one of the kinds above
    match kind:
        case "text":
            return None if value is None else clean(str(value)) or None
        case "texts":
            return [clean(item) for item in value or () if isinstance(item, str)]
        case "credits":
            return _structs(value, _CREDIT)
        case "availability":
            return _structs(value, _AVAILABILITY)
        case "integer":
            return value if isinstance(value, int) else None
        case "number":
            return float(value) if isinstance(value, int | float) else None
    return value


def _structs(value: object, names: tuple[str, ...]) -> list[dict[str, str | None]]:
    items = value if isinstance(value, list) else []
    return [
        {name: None if item.get(name) is None else clean(str(item[name])) for name in names}
        for item in items
        if isinstance(item, dict)
    ]


def rows(changes: Iterator[Change]) -> Iterator[dict[str, Any]]:
    """The rows of these changes."""
    return (row for change in changes if (row := row_of(change)) is not None)
