"""Credits as schema.org says them: a property where there is one, else a Role with its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from scraper.model import Credit
from scraper.record.canonical import clean

Node = dict[str, Any]

_PROPERTIES: Final = {
    "director": "director",
    "producer": "producer",
    "composer": "musicBy",
    "editor": "editor",
    "subject": "about",
}


def credits_of(people: Iterable[Credit], reference: Callable[[str], Node]) -> Node:
    """Properties of a film node for its credits, in the order credited.

    `reference` gives the `{"@id": ...}` of a person by printed name. Actors with a character are
    a PerformanceRole (https://schema.org/PerformanceRole repeats the property inside the role);
    the author of the source is the author of what the film `isBasedOn`; roles without a property
    of their own are a Role under `contributor`.
    """
    found: Node = {}
    for credit in people:
        name, value = credit_of(credit, reference(credit.name))
        values = found.setdefault(name, [])
        if value not in values:
            values.append(value)
    return found


def credit_of(credit: Credit, person: Node) -> tuple[str, Node]:
    """The property of a film node under which one credit stands, and its value there."""
    if credit.role == "actor":
        character = clean(credit.character or "")
        if not character:
            return "actor", person
        return "actor", {"@type": "PerformanceRole", "actor": person, "characterName": character}
    if credit.role == "author":
        return "isBasedOn", {"@type": "CreativeWork", "author": person}
    if credit.role in _PROPERTIES:
        return _PROPERTIES[credit.role], person
    return "contributor", {"@type": "Role", "contributor": person, "roleName": credit.role.replace("_", " ")}
