"""Where each value of a field stands in the record, as JSON Pointers (RFC 6901)."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from scraper.model import Availability, Credit, Review
from scraper.record.canonical import clean, clean_all
from scraper.record.people import credit_of
from scraper.record.releases import place_of

_REVIEW: Final = "/@graph/0"
_FILM: Final = "/@graph/1"

_ONE: Final = {
    "film_title": f"{_FILM}/name",
    "film_year": f"{_FILM}/dateCreated",
    "reviewer": f"{_REVIEW}/author",
    "published": f"{_REVIEW}/datePublished",
    "modified": f"{_REVIEW}/dateModified",
    "score": f"{_REVIEW}/reviewRating",
}
_MANY: Final = {
    "film_title_alt": f"{_FILM}/alternateName",
    "genres": f"{_FILM}/genre",
    "categories": f"{_REVIEW}/keywords",
    "tags": f"{_REVIEW}/keywords",
}


def pointers(field: str, review: Review, document: dict[str, Any]) -> list[str | None]:
    """One pointer for each value of a field; None for a value that the record cannot hold."""
    if field in _ONE:
        return [_ONE[field] if resolve(document, _ONE[field]) is not None else None]
    items = review.many(field)
    if field == "directors":
        return _credits([Credit(str(name), "director") for name in items], document)
    if field == "people":
        return _credits([item for item in items if isinstance(item, Credit)], document)
    if field == "availability":
        return _places([item for item in items if isinstance(item, Availability)])
    first = len(clean_all(review.many("categories"))) if field == "tags" else 0
    kept = clean_all(items)
    return [f"{_MANY[field]}/{first + kept.index(text)}" if (text := clean(str(item))) else None for item in items]


def _places(entries: list[Availability]) -> list[str | None]:
    counts: Counter[str] = Counter()
    found: list[str | None] = []
    for entry in entries:
        place = place_of(entry)
        found.append(f"{_FILM}/{place}/{counts[place]}")
        counts[place] += 1
    return found


def _credits(people: list[Credit], document: dict[str, Any]) -> list[str | None]:
    film = document["@graph"][1]
    iris: dict[str, list[str]] = {}
    for node in document["@graph"]:
        if node["@type"] == "Person":
            iris.setdefault(node["name"], []).append(node["@id"])
    return [_credit(credit, film, iris.get(clean(credit.name), [])) for credit in people]


def _credit(credit: Credit, film: dict[str, Any], iris: list[str]) -> str | None:
    """The critic may bear an actor's name, so every person of that name is tried."""
    for iri in iris:
        name, value = credit_of(credit, {"@id": iri})
        if value in film.get(name, []):
            return f"{_FILM}/{name}/{film[name].index(value)}"
    return None


def resolve(document: object, pointer: str) -> Any:  # noqa: ANN401 - any value of JSON
    """What a pointer names; None where nothing stands there."""
    found: Any = document
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and key.isdigit() and int(key) < len(found):
            found = found[int(key)]
        elif isinstance(found, dict) and key in found:
            found = found[key]
        else:
            return None
    return found
