"""The question a kept record asks: its film as the page names it, read back from the JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from scraper.errors import InputError
from scraper.link.mention import Mention, parse
from scraper.model import Change

Node = Mapping[str, Any]


class Changes(Protocol):
    """What is asked of a store."""

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        """Changes with a version above `after`, rising."""


def mentions_in(store: Changes) -> Iterator[Mention]:
    """The mentions of all records of a store, in order of version."""
    after = 0
    while changes := store.changes(after, 500):
        for change in changes:
            if change.kind == "review" and change.document is not None:
                yield from mentions_of(change.document)
        after = changes[-1].version


def mentions_of(document: bytes) -> Iterator[Mention]:
    """The mention of each film that a record's graph reviews; none where it cannot be read."""
    try:
        graph = json.loads(document)["@graph"]
        nodes = {str(node.get("@id")): node for node in graph if isinstance(node, dict)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    for node in nodes.values():
        if "Movie" in _many(node.get("@type")):
            mention = _mention(node, nodes)
            if mention is not None:
                yield mention


def _mention(film: Node, nodes: Mapping[str, Node]) -> Mention | None:
    year = str(film.get("dateCreated") or "")[:4]
    row = {
        "title": film.get("name"),
        "year": year if year.isdecimal() else None,
        "directors": _names(film.get("director"), nodes),
        "people": [name for role in ("actor", "producer", "musicBy") for name in _names(film.get(role), nodes)],
    }
    try:
        return parse(row)
    except InputError:
        return None


def _names(value: object, nodes: Mapping[str, Node]) -> list[str]:
    """Names of the people that a property names or refers to."""
    found = [nodes.get(str(item.get("@id")), item) if isinstance(item, dict) else item for item in _many(value)]
    names = [item.get("name") if isinstance(item, Mapping) else item for item in found]
    return [name for name in names if isinstance(name, str)]


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
