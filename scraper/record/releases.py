"""Where and when the film can be seen, as schema.org says it.

Three shapes: a release is a PublicationEvent under `releasedEvent`; a festival showing is a
ScreeningEvent under `subjectOf` (it is no PublicationEvent, the range of `releasedEvent`); a
named streaming service is a WatchAction under `potentialAction`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from scraper.model import Availability, PartialDate
from scraper.record.canonical import TEXT_LIMIT, clean

Node = dict[str, Any]

_BASIS: Final = {
    "year_inferred": " (year inferred from the review's date)",
    "relative": " (date reckoned from the review's date)",
    "viewing": " (where the critic saw it)",
}


def iso_date(value: object) -> str | None:
    """A date for schema.org: at least a year; one without (`--08-24`) stays in the ledger only."""
    if not isinstance(value, PartialDate) or value.year is None:
        return None
    return str(value if value.month is not None else PartialDate(value.year))


def releases_of(entries: Iterable[Availability], film: Node) -> Node:
    """Properties of the film node for its availability; `film` is its `{"@id": ...}`."""
    found: Node = {}
    for entry in entries:
        name, value = _entry(entry, film)
        found.setdefault(name, []).append(value)
    return found


def place_of(entry: Availability) -> str:
    """The property of the film node under which `releases_of` files an entry."""
    if entry.channel == "festival":
        return "subjectOf"
    return "potentialAction" if entry.channel == "streaming" and clean(entry.platform or "") else "releasedEvent"


def _entry(entry: Availability, film: Node) -> tuple[str, Node]:
    place = place_of(entry)
    if place == "subjectOf":
        return place, _screening(entry, film)
    return place, _watching(entry) if place == "potentialAction" else _release(entry)


def _release(entry: Availability) -> Node:
    node: Node = {"@type": "PublicationEvent", "name": entry.channel}
    _put(node, "description", _words(entry))
    _put(node, "startDate", iso_date(entry.date))
    _put(node, "location", _country(entry.region))
    _put(node, "publishedBy", _organization(entry.platform))
    return node


def _screening(entry: Availability, film: Node) -> Node:
    name = clean(entry.platform or "") or "festival"
    node: Node = {"@type": "ScreeningEvent", "name": name, "workPresented": film}
    _put(node, "description", _words(entry))
    _put(node, "startDate", iso_date(entry.date))
    _put(node, "location", _country(entry.region))
    return node


def _watching(entry: Availability) -> Node:
    access: Node = {"@type": "ActionAccessSpecification"}
    _put(access, "availabilityStarts", iso_date(entry.date))
    _put(access, "eligibleRegion", _country(entry.region))
    node: Node = {"@type": "WatchAction", "provider": _organization(entry.platform)}
    _put(node, "description", _words(entry))
    if len(access) > 1:
        node["actionAccessibilityRequirement"] = access
    return node


def _words(entry: Availability) -> str:
    """The page's own words; a date that they do not say in full is marked."""
    return clean(entry.raw, TEXT_LIMIT) + (
        _BASIS.get(entry.basis, "") if entry.date or entry.basis == "viewing" else ""
    )


def _country(region: str | None) -> Node | None:
    return {"@type": "Country", "name": name} if (name := clean(region or "")) else None


def _organization(name: str | None) -> Node | None:
    return {"@type": "Organization", "name": plain} if (plain := clean(name or "")) else None


def _put(node: Node, name: str, value: object) -> None:
    if value:
        node[name] = value
